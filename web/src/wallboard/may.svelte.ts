//! What whoever is signed in may do. Unknown is no: what is not permitted is not shown.

import type { Api } from '../api/client';

interface Session {
  permissions: readonly string[];
}

class May {
  #permissions = $state.raw<ReadonlySet<string>>(new Set());
  #of: Api | null = null;

  /** Asks once for each session; the server refuses by itself whatever is shown too much. */
  know(api: Api): void {
    if (this.#of === api) return;
    this.#of = api;
    this.#permissions = new Set();
    api.request<Session>('GET', '/api/session').then(
      (session) => {
        if (this.#of === api) this.#permissions = new Set(session.permissions);
      },
      () => {
        if (this.#of === api) this.#of = null;
      },
    );
  }

  do(permission: string): boolean {
    return this.#permissions.has(permission);
  }
}

export const may = new May();
