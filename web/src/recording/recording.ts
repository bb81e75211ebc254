//! Recordings, as the API tells of them.

import type { Api, Schemas } from '../api/client';

export type Recording = Schemas['Recording'];
export type RecordingState = Schemas['RecordingState'];
/** What an audio element is given in place of a token: bound to account and recording, and soon over. */
export type Ticket = Schemas['Ticket'];

export function readRecording(api: Api, contact: string): Promise<Recording> {
  return api.request<Recording>('GET', `/api/contacts/${encodeURIComponent(contact)}/recording`);
}

/** Asking for a ticket is on record as listening: it is asked for when somebody plays. */
export function ticket(api: Api, contact: string): Promise<Ticket> {
  return api.request<Ticket>('POST', `/api/contacts/${encodeURIComponent(contact)}/recording/ticket`);
}
