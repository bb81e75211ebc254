// What was promised, mocked: a list that forgets nothing, and the panel of what is open for whoever is on the line.

export class Promises {
  /** Every promise, by its key. */
  all = new Map();
  /** What the customer on the line sees of it changes: the desk is told. */
  changed = () => {};

  add(contact, { key, text, due, team }) {
    const promise = { key, contact, text, due, made: new Date().toISOString(), by: 'li', agent: team === null ? 'A-7' : null, team, state: 'open', reason: null, settled: null };
    if (!this.all.has(key)) this.all.set(key, promise);
    this.changed();
    return this.all.get(key);
  }

  get open() {
    return [...this.all.values()].filter(({ state }) => state === 'open').sort((one, other) => one.due.localeCompare(other.due));
  }

  own() {
    return { promises: this.open, teams: ['cards'] };
  }

  settle(key, { state, reason }) {
    const promise = { ...this.all.get(key), state, reason, settled: state === 'open' ? null : new Date().toISOString() };
    this.all.set(key, promise);
    this.changed();
    return promise;
  }
}
