//! What people added to a contact: what the matter was, and a note.

import type { Api, Schemas } from '../api/client';

/** A text in the languages of the bank. */
export type Texts = Schemas['Texts'];
/** Its version is 0 while it is empty. */
export type Note = Schemas['Note'];

export function readNote(api: Api, contact: string): Promise<Note> {
  return api.request<Note>('GET', `/api/contacts/${encodeURIComponent(contact)}/note`);
}
