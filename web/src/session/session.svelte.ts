//! Who is signed in: by a cookie, which scripts cannot read, or by a token that is kept in this tab only; and what
//! the centre says about them.

import { Api, type Proof, type Who } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import { kept } from '../design/kept';
import { house } from '../house/house.svelte';
import { attended } from './attended';

/** Why the sign-in is shown, when there is more to say than "sign in". */
export type Reason = 'expired' | 'idle' | 'signedOut' | null;

/** Somebody who is signed in. */
export interface Signed {
  api: Api;
  who: Who;
}

const KEPT = kept('heliotrope.token', 'session');
/** Says that this browser keeps a session as a cookie: without it, nobody is asked in vain. */
const COOKIE = kept('heliotrope.session');
/** What can stand in a header: anything else is no token. */
const POSSIBLE = /^[\x21-\x7e]+$/;

class Session {
  #signed = $state.raw<Signed | null>(null);
  #reason = $state<Reason>(null);
  /** What was there before the reload is being tried. */
  #resuming = $state(KEPT.get() !== null || COOKIE.get() !== null);
  #problem = $state.raw<Problem | null>(null);
  /** The centre is being told that somebody goes: its answer takes the cookie away, and must not take the next one's. */
  #leaving: Promise<unknown> = Promise.resolve();
  /** Somebody was signed out here, and is back: their work is. */
  #back = $state(false);

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

  /** Why what was there before the reload could not be tried. */
  get problem(): Problem | null {
    return this.#problem;
  }

  get back(): boolean {
    return this.#back;
  }

  /** Keeps the token if the API takes it; says why not otherwise. */
  async signIn(token: string): Promise<Problem | null> {
    if (!POSSIBLE.test(token)) return new Problem('not-signed-in', '');
    const problem = await this.#try({ token });
    if (problem === null) KEPT.set(token);
    return problem;
  }

  /** The browser keeps a session from now on. Says why it does not count otherwise. */
  entered(): Promise<Problem | null> {
    COOKIE.set('1');
    return this.#try({ bond: null });
  }

  /** Settles when the centre has been told that whoever was here before is gone. */
  get left(): Promise<unknown> {
    return this.#leaving;
  }

  /** Goes on where the tab was before its reload. */
  async resume(): Promise<void> {
    const token = KEPT.get();
    if (token === null && COOKIE.get() === null) return;
    this.#resuming = true;
    this.#problem = null;
    const problem = await this.#try(token === null ? { bond: null } : { token });
    this.#resuming = false;
    if (problem?.kind === 'not-signed-in') this.#end(token === null ? 'idle' : 'expired');
    else this.#problem = problem;
  }

  signOut(): void {
    this.#leave('signedOut');
  }

  /** Nobody has done anything for too long. What was written stays. */
  idle(): void {
    this.#leave('idle');
  }

  /** The centre is told; nobody waits for it. */
  #leave(reason: Reason): void {
    const { api } = this.#signed ?? {};
    const session = this.#signed?.who.idle_s != null;
    this.#end(reason);
    if (api && session) this.#leaving = api.request('DELETE', '/api/session').catch(() => undefined);
  }

  async #try(proof: Proof): Promise<Problem | null> {
    const api = new Api(proof, () => this.#end('bond' in proof ? 'idle' : 'expired'));
    try {
      attended.touch();
      // A house without names is called as its plan calls it: nobody stays outside because of that.
      const [who, told] = await Promise.all([api.session(), api.house().catch(() => null)]);
      api.bind(who.bond ?? null);
      if (told) house.learn(told);
      this.#back = this.#reason === 'idle' || this.#reason === 'expired';
      this.#signed = { api, who };
      this.#reason = null;
      return null;
    } catch (thrown) {
      return asProblem(thrown);
    }
  }

  #end(reason: Reason): void {
    if (KEPT.get() === null && COOKIE.get() === null && this.#signed === null) return;
    KEPT.set(null);
    COOKIE.set(null);
    this.#problem = null;
    this.#reason = reason;
    this.#signed = null;
  }
}

export const session = new Session();
