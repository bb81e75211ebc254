//! Loads what a page shows: soon after something happened, at the latest after a while, never more
//! often than the page can use, and never twice at the same time.

export interface Pace {
  /** Shortest time between the beginnings of two loads, milliseconds. */
  least: number;
  /** Longest time without a load, milliseconds. */
  most: number;
}

export class Refresher {
  readonly #load: () => Promise<void>;
  #pace: Pace;
  #begun = Number.NEGATIVE_INFINITY;
  #loading = false;
  #wanted = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `load` must not reject. Nothing is loaded before the first `soon`. */
  constructor(load: () => Promise<void>, pace: Pace) {
    this.#load = load;
    this.#pace = pace;
  }

  /** Something happened. */
  soon(): void {
    if (this.#stopped) return;
    if (this.#loading) this.#wanted = true;
    else this.#schedule(this.#pace.least);
  }

  /** Someone asks for it. */
  now(): void {
    if (this.#stopped || this.#loading) return;
    clearTimeout(this.#timer);
    void this.#run();
  }

  /** Another pace, as when events no longer come. */
  pace(pace: Pace): void {
    this.#pace = pace;
    if (!this.#loading && this.#begun > 0) this.#schedule(pace.most);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** At the given time after the last beginning, or earlier if it is scheduled earlier. */
  #schedule(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, this.#begun + after - performance.now()));
  }

  async #run(): Promise<void> {
    this.#loading = true;
    this.#wanted = false;
    this.#begun = performance.now();
    await this.#load();
    this.#loading = false;
    if (!this.#stopped) this.#schedule(this.#wanted ? this.#pace.least : this.#pace.most);
  }
}
