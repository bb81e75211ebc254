//! One thing a person has done: whether it goes on, and what came of it.

import { asProblem, type Problem } from '../api/problem';

export class Doing {
  #busy = $state(false);
  #problem = $state.raw<Problem | null>(null);

  get busy(): boolean {
    return this.#busy;
  }

  /** Why the last thing was not done; none when it was. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Gives what came of it, or null when it was not done. One at a time. */
  async run<T>(act: () => Promise<T>): Promise<T | null> {
    if (this.#busy) return null;
    this.#busy = true;
    this.#problem = null;
    try {
      return await act();
    } catch (thrown) {
      this.#problem = asProblem(thrown);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
