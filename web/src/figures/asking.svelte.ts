//! A question that may take long: how long it has, whether it can be given up, when it is asked again.

import { asProblem, type Problem } from '../api/problem';

/** What takes longer than this says so, milliseconds. */
const SLOW = 1_000;
/** A service that cannot answer is asked again after this, milliseconds, unless it names a time of its own. */
const AGAIN = 5_000;
/** Problems that time may mend. */
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'slow', 'unreachable']);

export class Question<T> {
  #value = $state.raw<T | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #loading = $state(false);
  #givenUp = $state(false);
  /** Whole seconds since it was asked; none until it is slow. */
  #waited = $state<number | null>(null);
  #ask: ((signal: AbortSignal) => Promise<T>) | null = null;
  #turn: AbortController | null = null;
  #clock: ReturnType<typeof setInterval> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** The last answer, which may be one to an earlier question while this one is loading. */
  get value(): T | null {
    return this.#value;
  }
  get problem(): Problem | null {
    return this.#problem;
  }
  get loading(): boolean {
    return this.#loading;
  }
  get waited(): number | null {
    return this.#waited;
  }
  /** Whether somebody did not want to wait. */
  get givenUp(): boolean {
    return this.#givenUp;
  }

  /** Asks; an answer to what was asked before is not heard any more. */
  ask(ask: (signal: AbortSignal) => Promise<T>): void {
    this.#ask = ask;
    void this.#run();
  }

  retry(): void {
    if (this.#ask) void this.#run();
  }

  giveUp(): void {
    this.#stop();
    this.#givenUp = true;
  }

  close(): void {
    this.#stop();
  }

  #stop(): void {
    this.#turn?.abort();
    this.#turn = null;
    clearInterval(this.#clock);
    clearTimeout(this.#again);
    this.#loading = false;
    this.#waited = null;
  }

  async #run(): Promise<void> {
    this.#stop();
    const [turn, ask] = [new AbortController(), this.#ask];
    if (!ask) return;
    this.#turn = turn;
    this.#loading = true;
    this.#givenUp = false;
    const begun = performance.now();
    this.#clock = setInterval(() => (this.#waited = Math.floor((performance.now() - begun) / 1_000)), SLOW);
    try {
      const value = await ask(turn.signal);
      if (this.#turn !== turn) return;
      this.#value = value;
      this.#problem = null;
    } catch (thrown) {
      if (this.#turn !== turn) return;
      this.#problem = asProblem(thrown);
    }
    this.#stop();
    const { problem } = this;
    if (problem && PASSING.has(problem.kind)) this.#again = setTimeout(() => this.retry(), Math.max(AGAIN, problem.retryAfter ?? 0));
  }
}
