//! Who is signed in: a token, kept in this tab only, and what the centre says about its owner.

import { Api, type Who } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import { kept } from '../design/kept';
import { house } from '../house/house.svelte';

/** Why the sign-in is shown, when there is more to say than "sign in". */
export type Reason = 'expired' | 'signedOut' | null;

/** Somebody who is signed in. */
export interface Signed {
  api: Api;
  who: Who;
}

const KEPT = kept('heliotrope.token', 'session');
/** What can stand in a header: anything else is no token. */
const POSSIBLE = /^[\x21-\x7e]+$/;

class Session {
  #signed = $state.raw<Signed | null>(null);
  #reason = $state<Reason>(null);
  /** A token of before the reload is being tried. */
  #resuming = $state(KEPT.get() !== null);
  #problem = $state.raw<Problem | null>(null);

  constructor() {
    if (this.#resuming) void this.resume();
  }

  /** None while nobody is signed in. */
  get signed(): Signed | null {
    return this.#signed;
  }

  get reason(): Reason {
    return this.#reason;
  }

  get resuming(): boolean {
    return this.#resuming;
  }

  /** Why a token of before the reload could not be tried. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Keeps the token if the API takes it; says why not otherwise. */
  async signIn(token: string): Promise<Problem | null> {
    if (!POSSIBLE.test(token)) return new Problem('not-signed-in', '');
    const problem = await this.#try(token);
    if (problem === null) KEPT.set(token);
    return problem;
  }

  /** Goes on where the tab was before its reload. */
  async resume(): Promise<void> {
    const token = KEPT.get();
    if (token === null) return;
    this.#resuming = true;
    this.#problem = null;
    const problem = await this.#try(token);
    this.#resuming = false;
    if (problem?.kind === 'not-signed-in') this.#end('expired');
    else this.#problem = problem;
  }

  signOut(): void {
    this.#end('signedOut');
  }

  async #try(token: string): Promise<Problem | null> {
    const api = new Api(token, () => this.#end('expired'));
    try {
      // A house without names is called as its plan calls it: nobody stays outside because of that.
      const [who, told] = await Promise.all([api.session(), api.house().catch(() => null)]);
      if (told) house.learn(told);
      this.#signed = { api, who };
      this.#reason = null;
      return null;
    } catch (thrown) {
      return asProblem(thrown);
    }
  }

  #end(reason: Reason): void {
    if (KEPT.get() === null && this.#signed === null) return;
    KEPT.set(null);
    this.#problem = null;
    this.#reason = reason;
    this.#signed = null;
  }
}

export const session = new Session();
