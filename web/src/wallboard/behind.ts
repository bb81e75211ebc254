//! The contacts behind the figures of a board: addresses of the list with the filter that counts them.

import { type Filter, listAddress } from '../contacts/filter';

/** Of all queues, of one, or of one agent. */
export type Scope = Pick<Filter, 'queue' | 'agent'>;

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

/** Addresses change with the day alone, and a board is drawn twice a second. */
const made = new Map<string, Behind>();
const MOST = 500;

/** Those of today; waiting ones as they stand now. */
export function behind(at: string, scope: Scope): Behind {
  const key = `${midnight(at)} ${scope.queue ?? ''} ${scope.agent ?? ''}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MOST) made.clear();
  const fresh = addresses(at, scope);
  made.set(key, fresh);
  return fresh;
}

function addresses(at: string, scope: Scope): Behind {
  const waiting = listAddress({ ...scope, phase: 'queued' });
  const today = (indicator: string, short?: 'out'): string =>
    listAddress({ ...scope, indicator, ...(short ? { short } : {}), from: midnight(at) });
  return {
    waiting,
    longest: waiting,
    offered: today('offered'),
    answered: today('answered'),
    serviceLevel: today('service_level'),
    abandonment: today('abandoned'),
    withoutShort: today('abandoned', 'out'),
  };
}
