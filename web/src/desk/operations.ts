//! What an agent can do at the bank, in words; and which key an order has until the centre has answered.

import '../language/operations';
import type { Schemas } from '../api/client';
import type { Amount } from './protocol';
import type { Says } from './dossier';

export type Proposal = Schemas['OperationProposal'];
export type Operation = Schemas['Operation'];
export type Unmet = Schemas['UnmetCondition'];
export type ContactOperations = Schemas['ContactOperations'];

/** What identifies a proposal: the same press means the same thing. */
export const same = ({ operation, card, amount, until, bill }: Pick<Proposal, 'operation' | 'card' | 'amount' | 'until' | 'bill'>): string =>
  JSON.stringify([operation, card, amount?.minor, amount?.currency, until, bill]);

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

function drawn(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An order or a proposal beyond what and which card: how much, until when. */
export function detail({ operation, amount, until, bill }: { operation: string; amount: Amount | null; until: string | null; bill: string | null }, { format, t }: Says): string {
  const money = amount === null ? '' : format.money(amount.minor, amount.currency);
  if (operation === 'raise_limit' && until !== null) return t('operations.raise', { amount: money, until: format.date(until) });
  if (operation === 'adjust_interest' && bill !== null) return t('operations.give', { amount: money, bill: format.date(bill) });
  return '';
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
    case 'times':
      return t('unmet.times', { most: unmet.most, days: unmet.days });
    case 'agent_budget':
    case 'team_budget': {
      const left = money(unmet.left);
      return left === null ? t('unmet.currency') : t(unmet.condition === 'agent_budget' ? 'unmet.agent_budget' : 'unmet.team_budget', { left });
    }
  }
}

/** Whether somebody has to wait for more: then it is looked at again. */
export const isOpen = ({ state }: Operation): boolean => state === 'waiting' || state === 'unknown' || state === 'pending';
