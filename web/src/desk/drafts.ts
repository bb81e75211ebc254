//! What is begun about a contact and not done. It stays with its contact while another is looked at, goes with it when the
//! contact does, and is kept nowhere else: it is personal.

import type { Schemas } from '../api/client';

/** What is looked for. */
export interface Sought {
  by: 'name' | 'telephone' | 'document' | 'card';
  text: string;
  born: string;
}

/** An operation that is being changed before it is done: as it is proposed, and as it stands in the form. */
export interface Changed {
  proposal: Schemas['OperationProposal'];
  /** The amount, as it is typed. */
  amount: string;
  until: string;
  months: number;
  why: Schemas['OperationReason'];
  /** The place of the chosen condition; none, -1, has it done at once. */
  when: number;
  by: string;
}

export interface Begun {
  /** What is to be said in a chat. */
  answer: string;
  sought: Sought;
  changed: Changed;
}

export class Drafts {
  readonly #all = new Map<string, Partial<Begun>>();

  of<Part extends keyof Begun>(contact: string, part: Part): Begun[Part] | null {
    return this.#all.get(contact)?.[part] ?? null;
  }

  /** Keeps it, or with null no more. */
  keep<Part extends keyof Begun>(contact: string, part: Part, value: Begun[Part] | null): void {
    const { [part]: _, ...rest } = this.#all.get(contact) ?? {};
    this.#all.set(contact, value === null ? (rest as Partial<Begun>) : { ...rest, [part]: value } as Partial<Begun>);
  }

  /** Keeps what belongs to contacts that are in hand, and nothing else. */
  only(contacts: readonly string[]): void {
    for (const contact of this.#all.keys()) if (!contacts.includes(contact)) this.#all.delete(contact);
  }
}
