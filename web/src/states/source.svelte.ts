//! Something a panel shows: the last that was loaded, how old it is, and why there is nothing newer.

import { untrack } from 'svelte';
import { asProblem, type Problem } from '../api/problem';
import type { ServerEvent } from '../live/events';
import type { Live } from '../live/live.svelte';
import { Refresher, type Pace } from '../live/refresher';

/** Data this much after newer was due says so, milliseconds. */
const LATE = 1_000;

/** Pace of a panel: while events come, and while it has to ask by itself. */
export interface Paces {
  live: Pace;
  alone: Pace;
}

export class Source<T> {
  #value = $state.raw<T | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #loadedAt = $state(0);
  readonly #live: Live;
  readonly #refresher: Refresher;
  /** How old it is when newer is due, milliseconds. */
  readonly #due: number;

  /** Must be made while a component is made, and ends with it. `concerns` picks the events that matter. */
  constructor(live: Live, load: () => Promise<T>, paces: Paces, concerns: (event: ServerEvent) => boolean = () => true) {
    this.#live = live;
    this.#due = Math.max(paces.live.most, paces.alone.most);
    this.#refresher = new Refresher(() => this.#load(load), paces.live);
    $effect(() => this.#refresher.pace(live.standing === 'live' ? paces.live : paces.alone));
    $effect(() => {
      const stopListening = live.listen((event) => {
        if (event === null || concerns(event)) this.#refresher.soon();
      });
      // What is read to load is no reason to begin anew.
      untrack(() => this.#refresher.now());
      return () => {
        stopListening();
        this.#refresher.stop();
      };
    });
  }

  get value(): T | null {
    return this.#value;
  }

  /** Why the last load failed; none when it did not. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Milliseconds since the value was loaded. */
  get age(): number {
    return Math.max(0, this.#live.now - this.#loadedAt);
  }

  get late(): boolean {
    return this.#value !== null && this.age > this.#due + LATE;
  }

  retry(): void {
    this.#refresher.now();
  }

  async #load(load: () => Promise<T>): Promise<void> {
    try {
      this.#value = await load();
      this.#loadedAt = performance.now();
      this.#problem = null;
    } catch (thrown) {
      this.#problem = asProblem(thrown);
    }
    this.#live.report(this.#problem?.kind !== 'unreachable' && this.#problem?.kind !== 'slow');
  }
}
