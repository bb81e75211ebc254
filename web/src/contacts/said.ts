//! What people added to a contact: what the matter was, and a note.

import type { Api, Contact } from '../api/client';

/** A text in the languages of the bank. */
export type Texts = Readonly<Record<'zh' | 'ko' | 'en', string>>;

/** A contact with what the matter was, as far as anybody said. */
export type Served = Contact & { disposition?: { code: string; texts: Texts } | null };

export interface Note {
  /** 0 for the empty one. */
  version: number;
  text: string;
  at: string | null;
  by: string | null;
}

export function readNote(api: Api, contact: string): Promise<Note> {
  return api.request<Note>('GET', `/api/contacts/${encodeURIComponent(contact)}/note`);
}
