//! Who is signed in: a token, kept in this tab only.

import { Api } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import { kept } from '../design/kept';

/** Why the sign-in is shown, when there is more to say than "sign in". */
export type Reason = 'expired' | 'signedOut' | null;

const KEPT = kept('heliotrope.token', 'session');
/** What can stand in a header: anything else is no token. */
const POSSIBLE = /^[\x21-\x7e]+$/;

class Session {
  #token = $state<string | null>(KEPT.get());
  #reason = $state<Reason>(null);
  #api = $derived(this.#token === null ? null : new Api(this.#token, () => this.#end('expired')));

  /** None while nobody is signed in. */
  get api(): Api | null {
    return this.#api;
  }

  get reason(): Reason {
    return this.#reason;
  }

  /** Keeps the token if the API takes it; says why not otherwise. */
  async signIn(token: string): Promise<Problem | null> {
    if (!POSSIBLE.test(token)) return new Problem('not-signed-in', '');
    try {
      await new Api(token, () => {}).queues();
    } catch (thrown) {
      const problem = asProblem(thrown);
      // The token is good; its role may see little, and the pages say so.
      if (problem.kind !== 'not-permitted') return problem;
    }
    KEPT.set(token);
    this.#reason = null;
    this.#token = token;
    return null;
  }

  signOut(): void {
    this.#end('signedOut');
  }

  #end(reason: Reason): void {
    if (this.#token === null) return;
    KEPT.set(null);
    this.#reason = reason;
    this.#token = null;
  }
}

export const session = new Session();
