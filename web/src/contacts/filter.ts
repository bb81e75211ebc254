//! Which contacts are listed, as it stands in the page's address.

import type { Contact, ContactFilter } from '../api/client';

/** Where open contacts stand. `queued` are those that wait, the ringing ones included, as figures count them. */
export const PHASES = ['queued', 'in_flow', 'offered', 'talking', 'wrap_up', 'kept', 'calling_back', 'verifying'] as const;
export type Phase = (typeof PHASES)[number];

export interface Filter extends ContactFilter {
  /** Only open ones that stand there. */
  phase?: Phase;
}

export const FIELDS = ['open', 'phase', 'queue', 'agent', 'line', 'team', 'skill', 'tier', 'channel', 'without', 'indicator', 'part', 'short', 'imported', 'from', 'to'] as const;
export type Field = (typeof FIELDS)[number];

const CHANNELS = ['voice', 'chat'] as const;
/** What a contact may lack. */
const LACKING = ['queue', 'agent', 'team', 'skill', 'tier'] as const;

/** RFC 3339: of other spellings browsers understand more than the API does. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/i;
const CONTROL = /\p{Cc}/u;

/** What stands in an address and is no filter. */
export interface Unread {
  field: string;
  value: string;
}

/** Reads a filter from an address. What is no filter is left out, and told by `unread`. */
export function read(query: URLSearchParams): Filter {
  const filter: Filter = {};
  const phase = PHASES.find((one) => one === query.get('phase'));
  const open = query.get('open');
  if (phase) filter.phase = phase;
  else if (open === 'true' || open === 'false') filter.open = open === 'true';
  for (const name of ['queue', 'agent', 'line', 'team', 'skill', 'tier', 'indicator'] as const) {
    const value = query.get(name)?.trim();
    if (value && !CONTROL.test(value)) filter[name] = value;
  }
  const [part, short, imported] = [query.get('part'), query.get('short'), query.get('imported')];
  const [channel, without] = [CHANNELS.find((one) => one === query.get('channel')), LACKING.find((one) => one === query.get('without'))];
  if (channel) filter.channel = channel;
  if (without) filter.without = without;
  if (part === 'numerator' || part === 'denominator') filter.part = part;
  if (short === 'counted' || short === 'out') filter.short = short;
  if (imported === 'true' || imported === 'false') filter.imported = imported === 'true';
  for (const name of ['from', 'to'] as const) {
    const value = query.get(name);
    if (value && MOMENT.test(value) && !Number.isNaN(Date.parse(value))) filter[name] = value;
  }
  return filter;
}

/** What of an address was left out: a name that is no filter's, or a value that its filter does not take. */
export function unread(query: URLSearchParams): Unread[] {
  const filter = read(query);
  // A phase says already that it is open.
  const taken = write(filter.phase === undefined ? filter : { ...filter, open: true });
  return [...query].filter(([field, value]) => value.trim() !== '' && taken.get(field) !== value.trim()).map(([field, value]) => ({ field, value }));
}

/** Writes it into an address. */
export function write(filter: Filter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FIELDS) {
    const value = filter[name];
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}

/** The same with one field set, or left out when the value is empty. */
export function withField(filter: Filter, field: Field, value: string): Filter {
  const query = write(filter);
  if (value.trim() === '') query.delete(field);
  else query.set(field, value);
  return read(query);
}

/** The same without what an indicator added to it. */
export function withoutIndicator({ indicator: _, part: __, short: ___, ...filter }: Filter): Filter {
  return filter;
}

/** What the API is asked for: it knows open and closed, the page tells the phases of open ones apart. */
export function asked({ phase, ...filter }: Filter): ContactFilter {
  return phase === undefined ? filter : { ...filter, open: true };
}

/** Whether a contact that the API lists is one of those. */
export function fits(filter: Filter, contact: Contact): boolean {
  const { phase } = filter;
  return phase === undefined || contact.phase === phase || (phase === 'queued' && (contact.phase === 'waiting' || contact.phase === 'offered'));
}

/** The address of the contacts that fit. */
export function listAddress(filter: Filter): string {
  const query = write(filter).toString();
  return query === '' ? '/contacts' : `/contacts?${query}`;
}
