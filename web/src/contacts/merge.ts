//! Keeps a list still while the centre goes on: rows change in place, new ones wait to be asked for.

import type { Contact } from '../api/client';

export interface Rows {
  shown: readonly Contact[];
  /** Newer than all that is shown, newest first. */
  waiting: readonly Contact[];
}

/** The number in `C-17`; ids are given in order of time. */
export function place(id: string): number {
  return Number(id.slice(2));
}

/**
 * Takes in the newest contacts, newest first. `openOnly`: the list is of open contacts, so that one
 * that should be in `newest` and is not has been closed.
 */
export function refreshed(rows: Rows, newest: readonly Contact[], openOnly: boolean, whole: boolean): Rows {
  if (rows.shown.length === 0) return { shown: newest, waiting: [] };
  const known = new Map(newest.map((contact) => [contact.id, contact]));
  const oldest = whole ? 0 : place(newest.at(-1)?.id ?? 'C-0');
  const shown = rows.shown.map((row) => {
    const now = known.get(row.id);
    if (now) return now;
    const closed = openOnly && place(row.id) >= oldest && row.phase !== 'closed';
    return closed ? { ...row, phase: 'closed' } : row;
  });
  const first = place(rows.shown[0]?.id ?? 'C-0');
  return { shown, waiting: newest.filter((contact) => place(contact.id) > first) };
}

/** Shows what waits. */
export function withWaiting(rows: Rows): Rows {
  return { shown: [...rows.waiting, ...rows.shown], waiting: [] };
}

/** Adds a page of older ones. */
export function withOlder(rows: Rows, older: readonly Contact[]): Rows {
  const last = place(rows.shown.at(-1)?.id ?? 'C-0');
  return { ...rows, shown: [...rows.shown, ...older.filter((contact) => place(contact.id) < last)] };
}
