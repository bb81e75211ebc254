//! The way of a contact, from its journal: segments one after the other, and the legs they ran over.

import type { Entry } from '../api/client';

/** What a customer is in, one after the other. */
export type Doing = 'flow' | 'waiting' | 'ringing' | 'talking' | 'held' | 'wrap_up';

export interface Segment {
  doing: Doing;
  /** Milliseconds since 1970. */
  from: number;
  /** Null while it goes on. */
  to: number | null;
  /** The queue of a wait, the flow, the agent of the rest. */
  who: string | null;
}

export interface Leg {
  leg: string;
  side: 'customer' | 'agent';
  agent: string | null;
  node: string | null;
  from: number;
  to: number | null;
  /** Whether it was answered. */
  answered: boolean;
}

export interface Way {
  segments: Segment[];
  legs: Leg[];
}

/** Fields as they may come; which are there depends on the kind. */
type Fields = { kind: string; at: string } & Partial<Record<'queue' | 'agent' | 'leg' | 'node' | 'flow', string>>;

/** Stands in other systems' logs for an agent who is not on record. */
export const NOBODY = 'A-0';

/** Reads the way from entries in order. Kinds it does not know change nothing. */
export function way(entries: readonly Entry[]): Way {
  const found: Way = { segments: [], legs: [] };
  let queue: string | null = null;
  let agent: string | null = null;
  for (const entry of entries) {
    const told = entry as unknown as Fields;
    const at = Date.parse(told.at);
    agent = told.agent === NOBODY ? null : (told.agent ?? agent);
    switch (told.kind) {
      case 'contact_opened':
        found.legs.push({ leg: told.leg ?? '', side: 'customer', agent: null, node: told.node ?? null, from: at, to: null, answered: true });
        begin(found, 'flow', at, null);
        break;
      case 'flow_moved':
        name(found, 'flow', told.flow);
        break;
      case 'queued':
        queue = told.queue ?? queue;
        begin(found, 'waiting', at, queue);
        break;
      case 'offered':
        found.legs.push({ leg: told.leg ?? '', side: 'agent', agent: told.agent ?? null, node: told.node ?? null, from: at, to: null, answered: false });
        begin(found, 'ringing', at, agent);
        break;
      case 'offer_failed':
        hangUp(found, agent, at);
        begin(found, 'waiting', at, queue);
        break;
      case 'connected':
        for (const leg of found.legs) leg.answered ||= leg.agent === agent;
        begin(found, 'talking', at, agent);
        break;
      case 'held':
        begin(found, 'held', at, agent);
        break;
      case 'retrieved':
        begin(found, 'talking', at, agent);
        break;
      case 'agent_lost':
        hangUp(found, agent, at);
        break;
      case 'wrap_up_started':
        begin(found, 'wrap_up', at, agent);
        break;
      case 'contact_ended':
      case 'wrap_up_ended':
      case 'contact_closed':
        end(found, at);
        if (told.kind !== 'wrap_up_ended') for (const leg of found.legs) leg.to ??= at;
        break;
    }
  }
  // What took no time was only passed through.
  found.segments = found.segments.filter((segment) => segment.to === null || segment.to > segment.from);
  return found;
}

function begin(found: Way, doing: Doing, at: number, who: string | null): void {
  end(found, at);
  found.segments.push({ doing, from: at, to: null, who });
}

function end(found: Way, at: number): void {
  const last = found.segments.at(-1);
  if (last) last.to ??= at;
}

function name(found: Way, doing: Doing, who: string | undefined): void {
  const last = found.segments.at(-1);
  if (last?.doing === doing) last.who ??= who ?? null;
}

function hangUp(found: Way, agent: string | null, at: number): void {
  for (const leg of found.legs) if (leg.agent === agent && leg.side === 'agent') leg.to ??= at;
}
