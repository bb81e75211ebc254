//! Which contacts are listed, as it stands in the page's address.

import type { ContactFilter } from '../api/client';

export const FIELDS = ['open', 'queue', 'agent', 'line'] as const;
export type Field = (typeof FIELDS)[number];

/** Reads a filter from an address. What is no filter is left out. */
export function read(query: URLSearchParams): ContactFilter {
  const filter: ContactFilter = {};
  const open = query.get('open');
  if (open === 'true' || open === 'false') filter.open = open === 'true';
  for (const name of ['queue', 'agent', 'line'] as const) {
    const value = query.get(name)?.trim();
    if (value) filter[name] = value;
  }
  return filter;
}

/** Writes it into an address. */
export function write(filter: ContactFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FIELDS) {
    const value = filter[name];
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}

/** The same with one field set, or left out when the value is empty. */
export function withField(filter: ContactFilter, field: Field, value: string): ContactFilter {
  const query = write(filter);
  if (value.trim() === '') query.delete(field);
  else query.set(field, value);
  return read(query);
}
