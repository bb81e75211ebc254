// What a bank does when it is told to, mocked: each operation ends in its own way, so that each end can be looked at.

const CARD = '622123******9021';
const none = { amount: null, until: null, bill: null };
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const alone = { decision: 'alone', rule: 'protect', unmet: [], version: 1 };

export class Operations {
  /** Every order that came, as it was asked. */
  asked = [];
  #orders = new Map();
  /** The first order of this kind is done, and its answer lost. */
  loses = 'report_loss';

  proposals() {
    return [
      { operation: 'report_loss', card: CARD, ...none, reason: 'lost', ...alone },
      { operation: 'freeze', card: CARD, ...none, reason: 'suspicion', ...alone },
      { operation: 'raise_limit', card: CARD, ...none, amount: { minor: 15_000_000, currency: 'CNY' }, until: day(30), reason: 'travel', decision: 'second_person', rule: 'limit-by-two', unmet: [{ condition: 'amount', most: { minor: 2_000_000, currency: 'CNY' } }], version: 1 },
      { operation: 'adjust_interest', card: CARD, ...none, amount: { minor: 3_200, currency: 'CNY' }, bill: day(-20), reason: 'first_missed', ...alone },
      { operation: 'raise_limit', card: CARD, ...none, amount: { minor: 90_000_000, currency: 'CNY' }, until: day(90), reason: 'travel', decision: 'refused', rule: null, unmet: [{ condition: 'raise', most: 100 }, { condition: 'times', most: 2, days: 365 }], version: 1 },
    ];
  }

  of(contact) {
    const orders = [...this.#orders.values()].filter((order) => order.contact === contact);
    return { orders: orders.toReversed(), proposals: this.proposals() };
  }

  waiting() {
    return { orders: [...this.#orders.values()].filter(({ state }) => state === 'waiting') };
  }

  /** Gives the order, or nothing when its answer is lost. */
  order(contact, body) {
    this.asked.push(body);
    const known = this.#orders.get(body.key);
    if (known) return known;
    const state = { raise_limit: 'waiting', adjust_interest: 'unknown' }[body.operation] ?? 'done';
    const order = {
      key: body.key, contact, agent: 'A-7', operation: body.operation, card: body.card, reason: body.reason, until: body.until, bill: body.bill,
      amount: body.amount_minor === undefined ? null : { minor: body.amount_minor, currency: body.currency },
      rule: '1:protect', state, reference: state === 'done' ? `OP-${this.asked.length}` : null, why: null, asked: new Date().toISOString(), settled: null, own: false, decided_by: null,
    };
    this.#orders.set(body.key, order);
    if (body.operation !== this.loses) return order;
    this.loses = null;
    return null;
  }

  /** What was open comes to its end. */
  settle(state = 'done') {
    for (const order of this.#orders.values()) {
      if (['waiting', 'unknown', 'pending'].includes(order.state)) Object.assign(order, { state, reference: state === 'done' ? 'OP-77' : null });
    }
  }

  decide(key, approve) {
    const order = this.#orders.get(key);
    return order && Object.assign(order, approve ? { state: 'done', reference: 'OP-78' } : { state: 'refused' });
  }
}
