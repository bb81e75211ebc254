//! The one stream of events of a signed-in page, and the clock its figures are shown by.

import type { Api } from '../api/client';
import type { ServerEvent } from './events';
import { follow, type Standing } from './follow';

/** Hears of every event; of null when something may have been missed. */
export type Listener = (event: ServerEvent | null) => void;

const TICK = 1_000;

export class Live {
  #standing = $state<Standing>('connecting');
  #reached = $state(true);
  #now = $state(performance.now());
  readonly #listeners = new Set<Listener>();
  readonly #end = new AbortController();

  /** `allowed`: whether the account may follow events. Who may not does not ask: each refusal would be on record. */
  constructor(api: Api, allowed = true) {
    const timer = setInterval(() => (this.#now = performance.now()), TICK);
    this.#end.signal.addEventListener('abort', () => clearInterval(timer));
    const shown = (): void => {
      // A page in the background is slowed down; whoever comes back sees what is, at once.
      if (document.visibilityState === 'visible') this.#tell(null);
    };
    document.addEventListener('visibilitychange', shown, { signal: this.#end.signal });
    if (!allowed) {
      this.#standing = 'denied';
      return;
    }
    void follow(
      (last, signal) => api.events(last, signal),
      {
        event: (event) => this.#tell(event),
        standing: (standing) => (this.#standing = standing),
        stale: () => this.#tell(null),
      },
      this.#end.signal,
    );
  }

  /** A stream that stands open says nothing while requests find nobody. */
  get standing(): Standing {
    return this.#reached ? this.#standing : 'broken';
  }

  /** Whether the last request got an answer. */
  report(reached: boolean): void {
    this.#reached = reached;
  }

  /** Milliseconds on the page's own steady clock, by the second. */
  get now(): number {
    return this.#now;
  }

  /** Gives back the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#end.abort();
  }

  #tell(event: ServerEvent | null): void {
    for (const listener of this.#listeners) listener(event);
  }
}
