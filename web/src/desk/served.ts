//! Whoever is served, on the telephone or in a chat: what the customer's panels need to know of either, and what both are told.

import type { Chat, Contact, CustomerView, Told } from './protocol';

export interface Served extends Pick<Contact, 'id' | 'level' | 'known' | 'phase' | 'view'> {
  channel: 'voice' | 'chat';
  /** Behind its mask; null when it was withheld, and of a chat. */
  caller: string | null;
}

export const ofCall = ({ id, level, known, phase, view, caller }: Contact): Served => ({ id, level, known, phase, view, caller, channel: 'voice' });
export const ofChat = ({ id, level, known, phase, view }: Chat): Served => ({ id, level, known, phase, view, caller: null, channel: 'chat' });

/** A contact whose customer's panel came; the same without a view that it could belong to. */
export function viewed<Of extends { view: CustomerView | null }>(of: Of, { panel, value }: Extract<Told, { type: 'view' }>): Of {
  return of.view === null ? of : { ...of, view: { ...of.view, [panel]: value } as CustomerView };
}

/** How sure it is who it is. By a chat that the bank's own pages opened it is no number that says so. */
export const levelOf = ({ channel, level }: Pick<Served, 'channel' | 'level'>): `desk.level.${Served['level'] | 'invited'}` =>
  `desk.level.${channel === 'chat' && level === 'matched' ? 'invited' : level}`;
