//! Recordings, as the API tells of them.

import type { Api } from '../api/client';
import type { Marker } from './position';

export type RecordingState = 'none' | 'running' | 'sealing' | 'ready' | 'failed' | 'erased';

/** Levels of both channels, 0 to 255. */
export interface Peaks {
  per_second: number;
  customer: readonly number[];
  agent: readonly number[];
}

export interface Recording {
  state: RecordingState;
  /** Null when there is none. */
  recording?: string | null;
  started?: string | null;
  duration_s?: number | null;
  holds?: readonly { from_s: number; to_s: number }[];
  markers?: readonly Marker[];
  peaks?: Peaks | null;
}

/** What an audio element is given in place of a token: bound to account and recording, and soon over. */
export interface Ticket {
  url: string;
  expires: string;
}

export function readRecording(api: Api, contact: string): Promise<Recording> {
  return api.request<Recording>('GET', `/api/contacts/${encodeURIComponent(contact)}/recording`);
}

/** Asking for a ticket is on record as listening: it is asked for when somebody plays. */
export function ticket(api: Api, contact: string): Promise<Ticket> {
  return api.request<Ticket>('POST', `/api/contacts/${encodeURIComponent(contact)}/recording/ticket`);
}
