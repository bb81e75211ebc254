//! Keeps a list still while the centre goes on: rows change in place, new ones wait to be asked for.

import type { Contact } from '../api/client';

export interface Rows {
  shown: readonly Contact[];
  /** Newer than all that is shown, newest first. */
  waiting: readonly Contact[];
}

/**
 * Takes in the newest contacts, newest first. `openOnly`: the list is of open contacts, so that one
 * that should be in `newest` and is not has been closed. Ids say nothing about order: those of imported logs are drawn.
 */
export function refreshed(rows: Rows, newest: readonly Contact[], openOnly: boolean, whole: boolean): Rows {
  if (rows.shown.length === 0) return { shown: newest, waiting: [] };
  const known = new Map(newest.map((contact) => [contact.id, contact]));
  const oldest = whole ? '' : (newest.at(-1)?.opened_at ?? '');
  const shown = rows.shown.map((row) => {
    const now = known.get(row.id);
    if (now) return now;
    const closed = openOnly && row.opened_at >= oldest && row.phase !== 'closed';
    return closed ? { ...row, phase: 'closed' } : row;
  });
  const [first, there] = [rows.shown[0]?.opened_at ?? '', new Set(rows.shown.map((row) => row.id))];
  return { shown, waiting: newest.filter((contact) => contact.opened_at >= first && !there.has(contact.id)) };
}

/** Shows what waits. */
export function withWaiting(rows: Rows): Rows {
  return { shown: [...rows.waiting, ...rows.shown], waiting: [] };
}

/** Adds a page of older ones. */
export function withOlder(rows: Rows, older: readonly Contact[]): Rows {
  const there = new Set(rows.shown.map((row) => row.id));
  return { ...rows, shown: [...rows.shown, ...older.filter((contact) => !there.has(contact.id))] };
}
