//! The centre's clock. A desk's own may be wrong by minutes; what is "now" and "today" is the bank's to say.

/** Answers say the centre's time by whole seconds: a difference below this, milliseconds, is none. */
const GRAIN = 2_000;

export class Clock {
  readonly #own: () => number;
  #ahead = 0;

  constructor(own: () => number = Date.now) {
    this.#own = own;
  }

  /** The centre's moment, milliseconds. */
  now(): number {
    return this.#own() + this.#ahead;
  }

  /** The centre said its moment just now, exactly. */
  set(at: number): void {
    if (Number.isFinite(at)) this.#ahead = at - this.#own();
  }

  /** An answer came that was dated by the centre, `Thu, 26 Nov 2026 01:02:03 GMT`; null for one that was not. */
  dated(date: string | null): void {
    // Somewhere within that second.
    const at = Date.parse(date ?? '') + 500;
    if (Number.isFinite(at) && Math.abs(at - this.now()) > GRAIN) this.set(at);
  }
}

export const clock = new Clock();
/** The centre's moment, milliseconds. */
export const now = (): number => clock.now();
