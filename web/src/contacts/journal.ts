//! A journal entry in plain words.

import type { Entry } from '../api/client';
import { NOBODY } from './segments';
import { short } from './short';
import type { Key } from '../language/catalogue';
import type { Family } from '../house/house.svelte';
import type { Format } from '../language/format';

/** Texts and figures of one language. */
export interface Words {
  t(key: Key, values?: Record<string, string | number>): string;
  /** The text for a word of the API, or the word itself. */
  word(family: string, name: string): string;
  format: Format;
  /** What people call a queue, a line, a skill; what an announcement says. */
  name(family: Family, of: string): string;
}

type Act = Extract<Entry, { kind: 'flow_moved' }>['act'];

/** What an entry says. Kinds that this version does not know are shown as they are. */
export function tell(entry: Entry, words: Words): string {
  const { t, word, format, name } = words;
  const queue = (of: string): string => name('queues', of);
  const line = (of: string | null): string => (of === null ? t('journal.everyLine') : name('lines', of));
  const list = (names: readonly string[]): string => names.join(t('list.separator'));
  switch (entry.kind) {
    case 'leadership_taken':
      return t('journal.leadership_taken', { epoch: entry.epoch });
    case 'configured':
      return t('journal.configured', { queues: list(entry.queues.map(queue)), agents: format.number(entry.agents) });
    case 'node_joined':
      return t('journal.node_joined', { node: entry.node });
    case 'node_lost':
      return t('journal.node_lost', { node: entry.node });
    case 'agent_ready':
      return t('journal.agent_ready', { agent: entry.agent });
    case 'agent_not_ready':
      return t('journal.agent_not_ready', { agent: entry.agent, reason: word('reason', entry.reason) });
    case 'contact_opened':
      return t('journal.contact_opened', { line: line(entry.line), language: format.language(entry.language) });
    case 'chat_opened':
      return t('journal.chat_opened', { line: line(entry.line), language: format.language(entry.language) });
    case 'call_refused':
      return t('journal.call_refused', { status: entry.status });
    case 'customer_matched':
      return t('journal.customer_matched', { customer: entry.customer ? short(entry.customer) : t('journal.customer.hidden') });
    case 'caller_told': {
      const values = { customer: entry.customer ? short(entry.customer) : t('journal.customer.hidden'), count: format.number(entry.holders ?? 0), agent: entry.agent ?? '' };
      return entry.said === 'holder' ? t('journal.caller_told', values) : t(`journal.caller_told.${entry.said}`, values);
    }
    case 'customer_ranked':
      return t('journal.customer_ranked', { tier: word('tier', entry.tier) });
    case 'customer_verified':
      return t('journal.customer_verified', { customer: entry.customer ? short(entry.customer) : t('journal.customer.hidden') });
    case 'verification_failed':
      return t('journal.verification_failed', { why: why(entry, words) });
    case 'flow_moved': {
      const values = { act: act(entry.act, words) };
      return entry.tries > 0
        ? t('journal.flow_moved.again', { ...values, time: format.number(entry.tries + 1) })
        : t('journal.flow_moved', values);
    }
    case 'queued': {
      const parts = [t('journal.queued', { queue: queue(entry.queue) })];
      if (entry.front) parts.push(t('journal.queued.front'));
      if (entry.credit > 0) parts.push(t('journal.queued.credit', { time: format.span(entry.credit) }));
      if (entry.skills.length > 0) parts.push(t('journal.queued.skills', { skills: list(entry.skills.map((skill) => name('skills', skill))) }));
      return parts.join(t('list.end'));
    }
    case 'position_told': {
      const position = format.number(entry.position);
      return entry.wait === null
        ? t('journal.position_told.plain', { position })
        : t('journal.position_told', { position, wait: format.span(entry.wait) });
    }
    case 'offered': {
      const offered = t('journal.offered', { agent: entry.agent });
      return entry.why === null || entry.why === undefined ? offered : [offered, ...chosen(entry.why, words)].join(t('list.end'));
    }
    case 'caller_reachable':
      return entry.same === null ? t('journal.caller_reachable') : t('journal.caller_reachable.same', { same: entry.same });
    case 'callback_offered':
      return t('journal.callback_offered');
    case 'callback_asked':
      return t('journal.callback_asked');
    case 'callback_declined':
      return t('journal.callback_declined');
    case 'callback_promised':
      return entry.by === null ? t('journal.callback_promised') : t('journal.callback_promised.by', { by: format.time(entry.by) });
    case 'place_kept':
      return t('journal.place_kept');
    case 'place_resumed':
      return entry.until === null ? t('journal.place_resumed') : t('journal.place_resumed.until', { until: format.time(entry.until) });
    case 'place_rested': {
      const why = word('journal.rest', entry.why);
      return entry.until === null ? t('journal.place_rested', { why }) : t('journal.place_rested.until', { why, until: format.time(entry.until) });
    }
    case 'callback_dialled':
      return t('journal.callback_dialled', { agent: entry.agent, attempt: format.number(entry.attempt) });
    case 'callback_failed':
      return t('journal.callback_failed', { agent: entry.agent, cause: word('journal.callback', entry.cause) });
    case 'callback_over': {
      const outcome = word('journal.outcome', entry.outcome);
      return entry.taken_by === null ? t('journal.callback_over', { outcome }) : t('journal.callback_over.taken', { outcome, by: entry.taken_by });
    }
    case 'widened':
      return t('journal.widened', { stage: format.number(entry.stage) });
    case 'kept_no_longer':
      return t('journal.kept_no_longer', { agent: entry.agent });
    case 'overflowed':
      return t('journal.overflowed', { from: queue(entry.from), to: entry.queue ? queue(entry.queue) : (entry.flow ?? '') });
    case 'stayed':
      return t('journal.stayed', { to: entry.queue ? queue(entry.queue) : (entry.flow ?? '') });
    case 'shift_set':
      return entry.last_offer
        ? t('journal.shift_set', { agent: entry.agent, at: format.time(entry.last_offer) })
        : t('journal.shift_open', { agent: entry.agent });
    case 'closing_set':
      return entry.at
        ? t('journal.closing_set', { queue: entry.queue, at: format.time(entry.at) })
        : t('journal.closing_over', { queue: entry.queue });
    case 'last_offer_passed':
      return t('journal.last_offer_passed', { agent: entry.agent });
    case 'agent_ringing':
      return t('journal.agent_ringing', { agent: entry.agent });
    case 'offer_failed':
      return t('journal.offer_failed', { agent: entry.agent, cause: word('journal.cause', entry.cause) });
    case 'connected':
      return entry.agent === NOBODY ? t('journal.connected.nobody') : t('journal.connected', { agent: entry.agent });
    case 'agent_lost': {
      const cause =
        entry.cause === 'refused' && entry.status !== null
          ? t('journal.leg.refused.status', { status: entry.status })
          : word('journal.leg', entry.cause);
      return t('journal.agent_lost', { agent: entry.agent, cause });
    }
    case 'recording_started':
      return t('journal.recording_started');
    case 'recording_ended':
      return t('journal.recording_ended', { outcome: word('journal.recording', entry.outcome) });
    case 'contact_ended':
      return t('journal.contact_ended', { reason: word('end', entry.reason) });
    case 'wrap_up_started':
      return t('journal.wrap_up_started', { agent: entry.agent, until: format.time(entry.until) });
    case 'wrap_up_ended':
      return t('journal.wrap_up_ended', { agent: entry.agent });
    case 'imported':
      return [t('journal.imported', { source: entry.source }), ...entry.odd.map((one) => word('odd', one))].join(t('list.end'));
    case 'contact_closed': {
      const parts = [t('journal.contact_closed', { reason: word('end', entry.reason) })];
      if (entry.wait !== null) parts.push(t('journal.waited', { time: format.span(entry.wait) }));
      if (entry.talk !== null) parts.push(t('journal.talked', { time: format.span(entry.talk) }));
      return parts.join(t('list.end'));
    }
    case 'secure_entry_asked': {
      const asked = { agent: entry.agent, what: word('journal.secret', entry.what) };
      return entry.part === 'number' ? t('journal.secure_entry_asked.number', asked) : t('journal.secure_entry_asked', asked);
    }
    case 'secure_entry_keyed':
      return t('journal.secure_entry_keyed', { what: word('journal.secret', entry.what) });
    case 'secure_entry_over':
      return t('journal.secure_entry_over', {
        what: word('journal.secret', entry.what),
        outcome: entry.tries_left === null ? word('journal.secret.over', entry.outcome) : t('journal.secret.tries', { left: entry.tries_left }),
      });
    case 'verification_call': {
      const said = { agent: entry.agent, attempt: format.number(entry.attempt ?? 1), cause: entry.cause === null ? '' : word('journal.callback', entry.cause) };
      return entry.step === 'begun' ? t('journal.verification_call', said) : t(`journal.verification_call.${entry.step}`, said);
    }
    case 'held':
      return t('journal.held', { agent: entry.agent });
    case 'retrieved':
      return t('journal.retrieved', { agent: entry.agent });
    case 'agent_parted':
      return t('journal.agent_parted', { agent: entry.agent, until: format.time(entry.until) });
    case 'agent_returned':
      return t('journal.agent_returned', { agent: entry.agent });
    case 'wrap_up_extended':
      return t('journal.wrap_up_extended', { agent: entry.agent, until: format.time(entry.until) });
    case 'transferred':
      return t('journal.transferred', { agent: entry.agent, queue: queue(entry.queue) });
    case 'disposition_set':
      return t('journal.disposition_set', { code: entry.code });
    case 'note_kept':
      return t('journal.note_kept', { version: format.number(entry.version) });
    case 'promise':
      return entry.step === 'made' ? t('journal.promise', { due: entry.due === null ? '' : format.moment(entry.due) }) : t(`journal.promise.${entry.step}`);
    case 'queue_closed':
      return t(entry.flush ? 'journal.queue_closed.flush' : 'journal.queue_closed', { queue: queue(entry.queue) });
    case 'queue_opened':
      return t('journal.queue_opened', { queue: queue(entry.queue) });
    case 'announcement_set':
      return t(entry.instead ? 'journal.announcement_set.instead' : 'journal.announcement_set', {
        prompt: name('prompts', entry.prompt),
        line: line(entry.line),
      });
    case 'announcement_cleared':
      return t('journal.announcement_cleared', { line: line(entry.line) });
    case 'announced':
      return t(entry.instead ? 'journal.announced.instead' : 'journal.announced', { prompt: name('prompts', entry.prompt) });
    default:
      return unknown(entry, words);
  }
}

/** Why this agent. */
export function chosen(why: NonNullable<Extract<Entry, { kind: 'offered' }>['why']>, { t, word, format }: Words): string[] {
  const parts = [t('journal.chosen.idle', { idle: format.number(why.idle), by: word('journal.chosen.by', why.by) })];
  if (why.stage > 0) parts.push(t('journal.chosen.stage', { stage: format.number(why.stage) }));
  if (why.again) parts.push(t('journal.chosen.again'));
  return parts;
}

function why(entry: Extract<Entry, { kind: 'verification_failed' }>, { t, word }: Words): string {
  return entry.why === 'wrong' && entry.tries_left !== null
    ? t('journal.why.tries', { left: entry.tries_left })
    : word('journal.why', entry.why);
}

function act(does: Act, words: Words): string {
  const { t, word, name } = words;
  switch (does.do) {
    case 'say':
    case 'ask':
      return t(`journal.act.${does.do}`, { prompts: [...new Set(does.prompts.map((prompt) => heard(prompt, words)))].join(t('list.separator')) });
    case 'verify':
      return t('journal.act.verify');
    case 'queue':
      return t('journal.act.queue', { queue: name('queues', does.queue) });
    case 'hang_up':
      return t('journal.act.hang_up', { reason: word('end', does.reason) });
    default:
      return unknown(does, words);
  }
}

/** What a prompt says, in short; a bank's own by its name. */
function heard(prompt: string, { word, name }: Words): string {
  const own = name('prompts', prompt);
  // Of numbers, `position.3` and the like, it is enough that one was told.
  return own === prompt ? word('prompt', prompt.replace(/\.(\d+|many)$/, '').replaceAll('.', '_')) : `“${own}”`;
}

/** What this page does not know, as it came: an older page hides nothing of a newer centre. */
function unknown(told: object, { t }: Words): string {
  const { sequence: _, at: __, kind, do: does, ...fields } = told as Record<string, unknown>;
  const said = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return t('journal.unknown', { kind: String(kind ?? does), fields: said.join(t('list.separator')) });
}

/** Marks an entry by what it means for the customer: where the eye should stop. */
export function weight(entry: Entry): 'milestone' | 'trouble' | 'step' {
  const family = entry.kind;
  if (['contact_opened', 'customer_verified', 'queued', 'connected', 'contact_closed'].includes(family)) return 'milestone';
  if (['verification_failed', 'offer_failed', 'agent_lost', 'agent_parted', 'node_lost', 'call_refused'].includes(family)) return 'trouble';
  return 'step';
}
