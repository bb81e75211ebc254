//! What an agent can do at the bank, in words; and which key an order has until the centre has answered.

import '../language/operations';
import type { Schemas } from '../api/client';
import type { Problem } from '../api/problem';
import { isKey } from '../language/catalogue';
import type { Changed } from './drafts';
import type { Amount } from './protocol';
import type { Says } from './dossier';

export type Proposal = Schemas['OperationProposal'];
export type Operation = Schemas['Operation'];
export type Unmet = Schemas['UnmetCondition'];
export type ContactOperations = Schemas['ContactOperations'];

type Named = Pick<Proposal, 'operation' | 'card' | 'amount' | 'until' | 'bill' | 'item' | 'months'>;

/** What identifies a proposal: the same press means the same thing. */
export const same = ({ operation, card, amount, until, bill, item, months }: Named): string =>
  JSON.stringify([operation, card, amount?.minor, amount?.currency, until, bill, item, months]);

/** What stands together in the list: what protects the customer, what is given back, all else; last, what cannot be done now. */
export const GROUPS = ['protect', 'give', 'other', 'not'] as const;
export type Group = (typeof GROUPS)[number];

const GROUP: Record<Proposal['operation'], Group> = {
  report_loss: 'protect',
  freeze: 'protect',
  replace_card: 'protect',
  unlock: 'protect',
  adjust_interest: 'give',
  adjust_fee: 'give',
  adjust_annual_fee: 'give',
  dispute: 'give',
  raise_limit: 'other',
  instalment: 'other',
  set_transfer_limit: 'other',
  resend_statement: 'other',
  reverse: 'other',
};

/** The list as it is shown: by group, and within a group the same operations beside one another. */
export function grouped(proposals: readonly Proposal[]): readonly { group: Group; lines: readonly Proposal[] }[] {
  const groupOf = ({ operation, decision }: Proposal): Group => (decision === 'refused' ? 'not' : GROUP[operation]);
  const order = Object.keys(GROUP);
  const lines = (group: Group): Proposal[] =>
    proposals.filter((one) => groupOf(one) === group).sort((one, other) => order.indexOf(one.operation) - order.indexOf(other.operation));
  return GROUPS.map((group) => ({ group, lines: lines(group) })).filter((one) => one.lines.length > 0);
}

/** The keys of the lines, one after the other: `d` opens and closes the list. */
export const LINE_KEYS = '123456789abcefghijklmnopqrstuvwxyz';

/**
 * Which key each line has, by its place in [`LINE_KEYS`]. A line keeps its key for as long as the list is open, wherever it
 * stands by then: whoever has read a key may press it.
 */
export function keyed(before: ReadonlyMap<string, number>, lines: readonly Proposal[]): ReadonlyMap<string, number> {
  const now = new Map<string, number>();
  for (const line of lines.map(same)) {
    const kept = before.get(line);
    if (kept !== undefined) now.set(line, kept);
  }
  // A key that meant another line while the list is open means no other.
  const used = new Set(before.values());
  const free = [...LINE_KEYS].map((_, at) => at).filter((at) => !used.has(at));
  for (const line of lines.map(same)) {
    if (now.has(line)) continue;
    const at = free.shift();
    if (at !== undefined) now.set(line, at);
  }
  return now;
}

/** The line a key stands for; none of other keys. By its place on the keyboard, so that shift changes nothing. */
export function lineOf(code: string): number | null {
  const [, key] = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code) ?? [];
  const at = key === undefined ? -1 : LINE_KEYS.indexOf(key.toLowerCase());
  return at < 0 ? null : at;
}

/** What somebody typed as an amount, in smallest units; none when it is no amount of the currency. */
export function minorOf(typed: string, decimals: number): number | null {
  const [, whole, part = ''] = /^(\d{1,13})(?:\.(\d*))?$/.exec(typed.replaceAll(/[\s,]/g, '')) ?? [];
  if (whole === undefined || part.length > decimals) return null;
  return Number(whole) * 10 ** decimals + Number(part.padEnd(decimals, '0') || 0);
}

/** An amount as it is typed. */
export const typedOf = ({ minor }: Amount, decimals: number): string => (minor / 10 ** decimals).toFixed(decimals);

/** A proposal as it stands in the form before anything is changed. */
export const unchanged = (proposal: Proposal, decimals: number): Changed => ({
  proposal,
  amount: proposal.amount === null ? '' : typedOf(proposal.amount, decimals),
  until: proposal.until ?? '',
  months: proposal.months ?? 0,
  why: proposal.reason,
  when: -1,
  by: proposal.conditions[0]?.by ?? '',
});

/** What an amount within these bounds takes; none beyond them. */
export function within(minor: number, bounds: NonNullable<Proposal['bounds']>): 'alone' | 'second_person' | null {
  if (minor < bounds.least.minor) return null;
  if (bounds.alone !== null && minor <= bounds.alone.minor) return 'alone';
  return bounds.by_two !== null && minor <= bounds.by_two.minor ? 'second_person' : null;
}

/** Within which bounds its amount may be changed, one part each; no parts where nothing bounds it. */
export function bounded({ bounds }: Pick<Proposal, 'bounds'>, { format, t }: Says): readonly string[] {
  if (bounds === null) return [];
  const { least, alone, by_two } = bounds;
  if (by_two === null) return [t('operations.bounds.none')];
  const money = ({ minor, currency }: { minor: number; currency: string }): string => format.money(minor, currency);
  // Without any bound there is nothing to say.
  const bound = (amount: typeof alone): amount is NonNullable<typeof alone> => amount !== null && amount.minor < 2 ** 52;
  const more = bound(by_two) && (alone === null || by_two.minor > alone.minor);
  return [
    ...(least.minor > 1 ? [t('operations.bounds.least', { least: money(least) })] : []),
    ...(bound(alone) ? [t('operations.bounds.alone', { most: money(alone) })] : []),
    ...(more ? [t('operations.bounds.by_two', { most: money(by_two) })] : []),
  ];
}

/** Why it may be done, or why not: the rule that allows it and how far, or what is missing. */
export function ground(proposal: Pick<Proposal, 'decision' | 'rule' | 'version' | 'unmet' | 'bounds'>, says: Says): string {
  const { rule, version, unmet } = proposal;
  const missing = unmet.map((one) => reason(one, says));
  if (rule === null) return missing.join(says.t('list.end'));
  const allowed = says.t(proposal.decision === 'alone' ? 'operations.may' : 'operations.may.by_two', { rule, version });
  return [allowed, ...bounded(proposal, says), ...missing].join(says.t('list.end'));
}

/** What is asked of the centre. */
export function asked(key: string, { operation, card, amount, until, bill, item, months, reason }: Named & Pick<Proposal, 'reason'>, when: Operation['when'] = null): Schemas['OperationAsked'] {
  const money = amount === null ? {} : { amount_minor: amount.minor, currency: amount.currency };
  return { key, operation, card, until, bill, item, months, when, reason, ...money };
}

/** Keys of orders: drawn at the first press, kept while no answer came, so that a press again orders nothing twice. */
export class OrderKeys {
  readonly #open = new Map<string, string>();
  readonly #draw: () => string;

  constructor(draw: () => string = drawn) {
    this.#draw = draw;
  }

  of(what: string): string {
    const key = this.#open.get(what) ?? this.#draw();
    this.#open.set(what, key);
    return key;
  }

  answered(what: string): void {
    this.#open.delete(what);
  }
}

/** 128 random bits, as keys of orders and of promises are written. */
export function drawn(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An order or a proposal beyond what and which card: how much, until when, of what. */
export function detail(what: Pick<Operation, 'operation' | 'amount' | 'until' | 'bill' | 'months'> & { item?: string | null; subject?: Proposal['subject'] }, { format, t, word }: Says): string {
  const { operation, amount, until, bill, months, item, subject } = what;
  const money = amount === null ? '' : format.money(amount.minor, amount.currency);
  switch (operation) {
    case 'raise_limit':
      return until === null ? money : t('operations.raise', { amount: money, until: format.date(until) });
    case 'adjust_interest':
      return bill === null ? money : t('operations.give', { amount: money, bill: format.date(bill) });
    case 'instalment':
      return bill === null ? money : t('operations.instalment', { amount: money, months: months ?? 0, bill: format.date(bill) });
    case 'set_transfer_limit':
      return t('operations.sending', { amount: money });
    case 'resend_statement':
      return bill === null ? '' : t('operations.statement', { bill: format.date(bill) });
    case 'reverse':
      return subject?.subject === 'ordered' ? [word('operation', subject.operation), money].join(' ').trim() : money;
    case 'unlock':
      return item ? word('secret', item) : '';
    default:
      if (subject?.subject !== 'booked') return money;
      return [money, subject.business, format.date(subject.on)].filter(Boolean).join(t('list.separator'));
  }
}

/** Why the agent may not alone. */
export function reason(unmet: Unmet, { format, t, word }: Says): string {
  const money = (amount: Amount | null): string | null => (amount === null ? null : format.money(amount.minor, amount.currency));
  switch (unmet.condition) {
    case 'no_rule':
      return t('unmet.no_rule');
    case 'holder':
      return t('unmet.holder');
    case 'level':
      return t('unmet.level', { needs: word('level', unmet.needs) });
    case 'tier':
      return t('unmet.tier', { among: unmet.among.map((tier) => word('tier', tier)).join(t('list.separator')) });
    case 'product':
      return t('unmet.product', { among: unmet.among.join(t('list.separator')) });
    case 'skill':
      return t('unmet.skill', { needs: unmet.needs });
    case 'amount': {
      const most = money(unmet.most);
      return most === null ? t('unmet.currency') : t('unmet.amount', { most });
    }
    case 'raise':
      return t('unmet.raise', { most: unmet.most });
    case 'days':
      return t('unmet.days', { most: unmet.most });
    case 'months':
      return t('unmet.months', { most: unmet.most });
    case 'times':
      return t('unmet.times', { most: unmet.most, days: unmet.days });
    case 'agent_budget':
    case 'team_budget': {
      const left = money(unmet.left);
      return left === null ? t('unmet.currency') : t(unmet.condition === 'agent_budget' ? 'unmet.agent_budget' : 'unmet.team_budget', { left });
    }
  }
}

/** How near the last day of a condition is: customers are reminded two days before and on the day. */
export function nearness({ state, when }: Pick<Operation, 'state' | 'when'>, today: string): 'later' | 'soon' | 'today' | 'past' | 'lapsed' {
  if (state === 'lapsed' || when === null) return state === 'lapsed' ? 'lapsed' : 'later';
  const days = (Date.parse(when.by) - Date.parse(today)) / 86_400_000;
  if (days <= 0) return days < 0 ? 'past' : 'today';
  return days <= 2 ? 'soon' : 'later';
}

/** The condition of an order, in words. */
export const condition = (when: Operation['when'], { format, t }: Says): string => (when === null ? '' : t('operations.when.paid', { bill: format.date(when.bill), by: format.date(when.by) }));

/** Why the centre refused, in the reader's language. */
export function refused({ refusal, unmet, kind, message }: Problem, says: Says): string {
  if (unmet.length > 0) return (unmet as readonly Unmet[]).map((one) => reason(one, says)).join(says.t('list.end'));
  if (refusal !== null) return says.word('refusal', refusal);
  return isKey(`problem.${kind}`) ? says.word('problem', kind) : message;
}

/** Whether somebody has to wait for more: then it is looked at again. */
export const isOpen = ({ state }: Operation): boolean => state === 'waiting' || state === 'unknown' || state === 'pending';
