//! The contacts behind the figures of a board: addresses of the list with the filter that counts them.

import { type Filter, listAddress } from '../contacts/filter';
import { begins, dayOf } from '../dates/zone';

/** Of all queues, of one, or of one agent. */
export type Scope = Pick<Filter, 'queue' | 'agent'>;

export interface Behind {
  waiting: string;
  longest: string;
  offered: string;
  answered: string;
  /** Answered in time; what they are divided by. */
  serviceLevel: string;
  serviceLevelOf: string;
  abandonment: string;
  abandonmentOf: string;
  withoutShort: string;
  withoutShortOf: string;
}

/** When the day of a moment began in the zone that counts, RFC 3339. */
export function midnight(at: string, zone: string): string {
  const moment = Date.parse(at);
  return new Date(begins(dayOf(moment, zone), zone)).toISOString();
}

/** Addresses change with the day alone, and a board is drawn twice a second: what was made for this minute is kept. */
const made = new Map<string, Behind>();
const MOST = 500;

/** Those of today; waiting ones as they stand now. */
export function behind(at: string, zone: string, scope: Scope): Behind {
  const key = `${at.slice(0, 16)} ${zone} ${scope.queue ?? ''} ${scope.agent ?? ''}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MOST) made.clear();
  const fresh = addresses(midnight(at, zone), scope);
  made.set(key, fresh);
  return fresh;
}

function addresses(from: string, scope: Scope): Behind {
  const waiting = listAddress({ ...scope, phase: 'queued' });
  const today = (indicator: string, more: Filter = {}): string => listAddress({ ...scope, indicator, ...more, from });
  const below: Filter = { part: 'denominator' };
  return {
    waiting,
    longest: waiting,
    offered: today('offered'),
    answered: today('answered'),
    serviceLevel: today('service_level'),
    serviceLevelOf: today('service_level', below),
    abandonment: today('abandoned'),
    abandonmentOf: today('abandonment', below),
    withoutShort: today('abandoned', { short: 'out' }),
    withoutShortOf: today('abandonment', { ...below, short: 'out' }),
  };
}
