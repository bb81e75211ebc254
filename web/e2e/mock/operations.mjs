// What a bank does when it is told to, mocked: each operation ends in its own way, so that each end can be looked at.

const CARD = '622123******9021';
const ACCOUNT = '************0401';
const none = { amount: null, until: null, bill: null, item: null, months: null, subject: null, conditions: [], bounds: null };
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const alone = { decision: 'alone', rule: 'protect', unmet: [], version: 2 };
const cny = (yuan) => ({ minor: yuan * 100, currency: 'CNY' });
const upTo = (least, mine, both) => ({ least: cny(least), alone: mine === null ? null : cny(mine), by_two: cny(both) });
const bought = { subject: 'booked', business: '书店 Bookshop', on: day(-9) };
const charged = { subject: 'booked', business: null, on: day(-12) };

export class Operations {
  /** Every order that came, as it was asked. */
  asked = [];
  #orders = new Map();
  /** The first order of this kind is done, and its answer lost. */
  loses = 'report_loss';

  proposals() {
    const of = (operation, reasons, more = {}) => ({ operation, card: CARD, ...none, reason: reasons[0], reasons, ...alone, ...more });
    return [
      of('report_loss', ['lost', 'stolen']),
      of('freeze', ['suspicion', 'customer_request']),
      of('raise_limit', ['travel', 'purchase'], { amount: cny(150_000), until: day(30), bounds: upTo(50_001, 70_000, 150_000), decision: 'second_person', rule: 'limit-by-two', unmet: [{ condition: 'amount', most: cny(20_000) }] }),
      of('adjust_interest', ['first_missed', 'bank_error'], { amount: cny(32), bill: day(-20), bounds: upTo(0.01, 32, 32) }),
      of('raise_limit', ['travel'], { amount: cny(900_000), until: day(90), decision: 'refused', rule: null, unmet: [{ condition: 'raise', most: 100 }, { condition: 'times', most: 2, days: 365 }] }),
      of('adjust_fee', ['goodwill', 'bank_error'], { conditions: [{ bill: day(-20), by: day(10) }], amount: cny(30), item: 'T-9f40', subject: charged, bounds: upTo(0.01, 30, 30) }),
      of('adjust_annual_fee', ['goodwill', 'bank_error'], { amount: cny(200), item: 'T-9f41', subject: charged, bounds: upTo(0.01, 200, 200) }),
      of('instalment', ['customer_request'], { amount: cny(2_300), bill: day(-20), months: 12, bounds: upTo(0.01, 2_300, 2_300) }),
      of('replace_card', ['damaged', 'lost']),
      of('set_transfer_limit', ['customer_request'], { card: ACCOUNT, amount: cny(60_000), bounds: upTo(0, 100_000, 100_000) }),
      of('resend_statement', ['not_received'], { bill: day(-20) }),
      of('dispute', ['unrecognised', 'not_received'], { amount: cny(88), item: 'T-9f30', subject: bought, bounds: upTo(0.01, 88, 88) }),
      of('unlock', ['forgotten'], { card: '', item: 'login_password' }),
      of('reverse', ['mistake'], { item: 'OP-2', subject: { subject: 'ordered', operation: 'freeze' } }),
    ];
  }

  of(contact) {
    const orders = [...this.#orders.values()].filter((order) => order.contact === contact);
    return { orders: orders.toReversed(), proposals: this.proposals() };
  }

  waiting() {
    return { orders: [...this.#orders.values()].filter(({ state }) => state === 'waiting') };
  }

  /** What waits for its condition, or did in vain. */
  conditional() {
    const orders = [...this.#orders.values()].filter(({ state }) => ['conditional', 'lapsed'].includes(state));
    return { orders: orders.toSorted((one, other) => one.when.by.localeCompare(other.when.by)) };
  }

  /** Takes it back; nothing when it waits no more. */
  withdraw(key) {
    const order = this.#orders.get(key);
    return order?.state === 'conditional' ? Object.assign(order, { state: 'withdrawn' }) : null;
  }

  /** Something was agreed some time ago, due in so many days. */
  agreed(contact, days, state = 'conditional') {
    const key = `${days + 100}`.padStart(32, '0');
    this.#orders.set(key, {
      key, contact, agent: 'A-7', operation: 'adjust_annual_fee', card: CARD, reason: 'goodwill', until: null, bill: null, item: 'T-9f41', months: null, when: { bill: day(-20), by: day(days) },
      amount: cny(200), rule: '3:annual-fee', state, reference: null, why: null, asked: new Date().toISOString(), settled: null, own: true, decided_by: null,
    });
  }

  /** Gives the order, or nothing when its answer is lost. */
  order(contact, body) {
    this.asked.push(body);
    const known = this.#orders.get(body.key);
    if (known) return known;
    const state = body.when ? 'conditional' : { raise_limit: 'waiting', adjust_interest: 'unknown' }[body.operation] ?? 'done';
    const order = {
      key: body.key, contact, agent: 'A-7', operation: body.operation, card: body.card, reason: body.reason, until: body.until, bill: body.bill, item: body.item, months: body.months, when: body.when ?? null,
      amount: body.amount_minor === undefined ? null : { minor: body.amount_minor, currency: body.currency },
      rule: '1:protect', state, reference: state === 'done' ? `OP-${this.asked.length}` : null, why: null, asked: new Date().toISOString(), settled: null, own: false, decided_by: null,
    };
    this.#orders.set(body.key, order);
    if (body.operation !== this.loses) return order;
    this.loses = null;
    return null;
  }

  /** Nothing was ordered. */
  forget() {
    this.asked = [];
    this.#orders.clear();
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
