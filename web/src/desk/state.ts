//! The desk as a value: what the centre told, folded. It never looks at a clock and never asks.

import type { Agent, Away, Coded, Contact, Doing, Note, Quality, Recent, RingEnd, Settings, TalkEnd, Told } from './protocol';
import { viewed } from './served';

/** The most contacts of before that are kept on the desk. */
export const WORK = 50;

/** How a call in hand stands, never more than it is: a ring is no talk, nor is the customer's on a call-back. */
export type Stage = 'offered' | 'dialling' | 'talking' | 'held' | 'parted' | 'verifying' | 'alone' | 'wrap_up';

export function stage({ phase, held, parted_until, dialling, verification_call }: Contact): Stage {
  if (phase === 'offered') return dialling ? 'dialling' : phase;
  if (phase !== 'talking') return phase;
  if (verification_call) return verification_call.stage === 'failed' ? 'alone' : 'verifying';
  return parted_until ? 'parted' : held ? 'held' : 'talking';
}

export interface Desk {
  agent: Agent;
  settings: Settings;
  reasons: readonly Coded[];
  dispositions: readonly Coded[];
  queues: readonly string[];
  doing: Doing;
  since: string;
  notReady: string | null;
  /** The centre's own sentence about a state that the agent did not choose. */
  why: string | null;
  away: Away | null;
  contact: Contact | null;
  /** When the talk began; none before. */
  talkedFrom: string | null;
  /** How the talk ended. */
  ended: TalkEnd | null;
  /** The last ring that came to nothing. */
  missed: { contact: string; why: RingEnd } | null;
  work: readonly Recent[];
  phone: Quality;
  /** Milliseconds by which the centre's clock is ahead of this one. */
  ahead: number;
}

const SILENT: Quality = { state: 'absent', loss: null, jitter_ms: null, rtt_ms: null };

/** The desk after a frame that came at `now`, milliseconds. Null until the centre welcomed the page. */
export function take(desk: Desk | null, frame: Told, now: number): Desk | null {
  if (frame.type === 'welcome') return welcomed(desk, frame, now);
  if (desk === null) return null;
  switch (frame.type) {
    case 'state': {
      const notReady = byPage(desk.away, frame.not_ready);
      // It holds through a call and what comes after it, until there is another reason or none.
      return { ...desk, doing: frame.state, since: frame.since, notReady, why: frame.why, away: desk.away?.reason === notReady ? desk.away : null };
    }
    case 'ring':
      return { ...desk, contact: frame.contact, talkedFrom: null, ended: null, missed: null };
    case 'ring_ended':
      if (desk.contact?.id !== frame.contact || desk.contact.phase !== 'offered') return desk;
      return { ...desk, contact: null, missed: { contact: frame.contact, why: frame.why } };
    case 'phone': {
      const { type: _, ...quality } = frame;
      return { ...desk, phone: quality };
    }
    default:
      return desk.contact === null || !('contact' in frame) || frame.contact !== desk.contact.id ? desk : inHand(desk, desk.contact, frame);
  }
}

/** The desk with the text that became this version of the note. */
export function noted(desk: Desk, contact: string, note: Note): Desk {
  return desk.contact?.id === contact ? { ...desk, contact: { ...desk.contact, note } } : desk;
}

/** Whether a secret is being keyed in, or judged. */
export function keysIn(contact: Contact): boolean {
  return contact.secure_entry !== null && ['number', 'secret', 'judged'].includes(contact.secure_entry.stage);
}

/** The desk without what became of the last secret: it was read. */
export function readSecret(desk: Desk): Desk {
  const { contact } = desk;
  return contact === null || keysIn(contact) ? desk : { ...desk, contact: { ...contact, secure_entry: null } };
}

/** Whether the outcome is to be asked for before the wrap-up is finished; `asked`: of this contact it was already. */
export function wantsOutcome(desk: Desk, asked: string | null): boolean {
  const { contact, dispositions } = desk;
  return contact?.phase === 'wrap_up' && contact.disposition === null && dispositions.length > 0 && contact.id !== asked;
}

/** The desk once the centre took an outcome: the frame that says so to every page may come later than the answer. */
export function disposed(desk: Desk, of: string, code: string): Desk {
  const { contact } = desk;
  return contact?.id === of ? { ...desk, contact: { ...contact, disposition: code } } : desk;
}

/**
 * The desk with the true reason for being away. A centre that hears nothing takes the page for frozen; a page that
 * `ran` all the while knows that it was the connection.
 */
export function awayBy(desk: Desk, ran: boolean): Desk {
  if (!ran || desk.away?.reason !== 'page_frozen') return desk;
  const away = { ...desk.away, reason: 'page_cut' };
  return { ...desk, away, notReady: byPage(away, desk.notReady) };
}

/** The reason by what the page knows better: of a connection that was lost the centre goes on to say `page_frozen`. */
function byPage(away: Away | null, reason: string | null): string | null {
  return away?.reason === 'page_cut' && reason === 'page_frozen' ? away.reason : reason;
}

function welcomed(before: Desk | null, frame: Extract<Told, { type: 'welcome' }>, now: number): Desk {
  const { contact } = frame;
  const known = before?.contact?.id === contact?.id ? before : null;
  return {
    agent: frame.agent,
    settings: frame.settings,
    reasons: frame.reasons,
    dispositions: frame.dispositions,
    queues: frame.queues,
    doing: frame.state,
    since: frame.since,
    notReady: frame.not_ready,
    why: null,
    away: frame.away,
    contact,
    talkedFrom: known?.talkedFrom ?? (contact?.phase === 'talking' ? contact.since : null),
    ended: known?.ended ?? null,
    missed: null,
    work: frame.work,
    phone: before?.phone ?? SILENT,
    ahead: Date.parse(frame.at) - now,
  };
}

/** What is told about the contact in hand. */
function inHand(desk: Desk, contact: Contact, frame: Told): Desk {
  const changed = (change: Partial<Contact>, more: Partial<Desk> = {}): Desk => ({ ...desk, ...more, contact: { ...contact, ...change } });
  switch (frame.type) {
    case 'dialling':
      return changed({ dialling: true, since: frame.at });
    case 'connected':
      return changed({ phase: 'talking', dialling: false, since: frame.at }, { talkedFrom: frame.at, missed: null });
    case 'held':
      return changed({ held: true });
    case 'retrieved':
      return changed({ held: false });
    case 'secure_entry':
      return changed({ secure_entry: frame.entry });
    case 'verification_call':
      return changed({ verification_call: frame.call.stage === 'answered' ? null : frame.call, held: false, secure_entry: null });
    case 'parted':
      return changed({ parted_until: frame.until });
    case 'returned':
      return changed({ parted_until: null });
    case 'ended':
      return changed(
        { phase: 'wrap_up', held: false, secure_entry: null, verification_call: null, parted_until: null, wrap_up_until: frame.wrap_up_until },
        { ended: frame.reason },
      );
    case 'wrap_up':
      return changed({ wrap_up_until: frame.until });
    case 'level':
      // Whom nobody knows any more has no view: what was shown goes at once, and nothing more is asked of it.
      return changed({ level: frame.level, known: frame.known, view: frame.level === 'unknown' ? null : contact.view });
    case 'disposition':
      return changed({ disposition: frame.code });
    case 'note_kept':
      return changed({ note: { ...contact.note, version: frame.version } });
    case 'note_newer':
      return changed({ note: { version: frame.version, text: frame.text } });
    case 'view':
      return contact.view === null ? desk : { ...desk, contact: viewed(contact, frame) };
    case 'closed':
      return { ...desk, contact: null, talkedFrom: null, ended: null, work: [finished(desk, contact), ...desk.work.filter((one) => one.contact !== contact.id)].slice(0, WORK) };
    default:
      return desk;
  }
}

/** The contact as one of before, as far as the desk saw it. */
function finished(desk: Desk, contact: Contact): Recent {
  return {
    contact: contact.id,
    opened: contact.opened,
    closed: null,
    queue: contact.queue,
    line: contact.line,
    language: contact.language,
    caller: contact.caller,
    reason: desk.ended,
    talk_s: null,
    disposition: contact.disposition,
    noted: contact.note.version > 0,
  };
}
