//! The contacts behind the figures of a board: addresses of the list with the filter that counts them.

import { type Filter, listAddress } from '../contacts/filter';

/** Of all queues, of one, or of one agent. */
export type Scope = Pick<Filter, 'queue' | 'agent' | 'short' | 'imported' | 'part'>;

export interface Behind {
  waiting: string;
  longest: string;
  offered: string;
  answered: string;
  serviceLevel: string;
  abandonment: string;
  withoutShort: string;
}

/** The API counts the day from midnight UTC. */
export function midnight(at: string): string {
  return `${at.slice(0, 10)}T00:00:00Z`;
}

/** What an indicator counts above its line in a time, as an address. */
export function counted(indicator: string, from: string, to: string | undefined, scope: Scope = {}): string {
  return listAddress({ ...scope, indicator, from, ...(to === undefined ? {} : { to }) });
}

/** Those of today; waiting ones as they stand now. */
export function behind(at: string, scope: Scope): Behind {
  const waiting = listAddress({ ...scope, phase: 'queued' });
  const today = (indicator: string): string => counted(indicator, midnight(at), undefined, scope);
  return {
    waiting,
    longest: waiting,
    offered: today('offered'),
    answered: today('answered'),
    serviceLevel: today('service_level'),
    abandonment: today('abandoned'),
    withoutShort: counted('abandoned', midnight(at), undefined, { ...scope, short: 'out' }),
  };
}
