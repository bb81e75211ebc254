//! The way of a contact, from its journal: segments one after the other, and the legs they ran over.

import type { Entry } from '../api/client';

/**
 * What a customer is in, one after the other. `kept`: not on the line, with a place in the queue that is; `resting`:
 * that place is out of the line for a while.
 */
export type Doing = 'flow' | 'waiting' | 'kept' | 'resting' | 'ringing' | 'calling_back' | 'talking' | 'held' | 'wrap_up';

export interface Segment {
  doing: Doing;
  /** Milliseconds since 1970. */
  from: number;
  /** Null while it goes on. */
  to: number | null;
  /** The queue of a wait and of a place, the flow, the agent of the rest. */
  who: string | null;
}

export interface Leg {
  leg: string;
  side: 'customer' | 'agent';
  agent: string | null;
  from: number;
  to: number | null;
  /** Whether it was answered. */
  answered: boolean;
}

export interface Way {
  segments: Segment[];
  legs: Leg[];
}

/** Stands in other systems' logs for an agent who is not on record. */
export const NOBODY = 'A-0';

/** Reads the way from entries in order. Kinds that only a newer centre knows change nothing. */
export function way(entries: readonly Entry[]): Way {
  const walk = new Walk();
  for (const entry of entries) {
    const step = (Object.hasOwn(STEPS, entry.kind) ? STEPS[entry.kind] : null) as Step<Entry['kind']> | null;
    step?.(walk, entry, Date.parse(entry.at));
  }
  return walk.way();
}

/** How long the customer waited again after the first answer, seconds until `now`: figures of a wait leave that out. */
export function waitedAgain({ segments }: Way, now: number): number {
  const answered = segments.findIndex(({ doing }) => doing === 'talking');
  const again = answered < 0 ? [] : segments.slice(answered).filter(({ doing }) => doing === 'waiting' || doing === 'ringing');
  return again.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from) / 1000, 0);
}

/** A way as far as it is read. */
class Walk {
  readonly #segments: Segment[] = [];
  readonly #legs: Leg[] = [];
  /** Where the contact waits, and waits again when what it was offered to comes to nothing. */
  #queue: string | null = null;
  /** The customer is not on the line, and the place is kept. */
  #kept = false;

  /** What took no time was only passed through. */
  way(): Way {
    return { segments: this.#segments.filter(({ from, to }) => to === null || to > from), legs: this.#legs };
  }

  begin(doing: Doing, at: number, who: string | null): void {
    this.end(at);
    this.#segments.push({ doing, from: at, to: null, who });
  }

  end(at: number): void {
    const last = this.#segments.at(-1);
    if (last) last.to ??= at;
  }

  flow(name: string, at: number): void {
    const last = this.#segments.at(-1);
    if (last?.doing === 'flow' && last.to === null && (last.who ?? name) === name) last.who = name;
    else this.begin('flow', at, name);
  }

  wait(at: number, queue = this.#queue): void {
    this.#queue = queue;
    this.begin(this.#kept ? 'kept' : 'waiting', at, queue);
  }

  /** The call is over, the wait goes on without it. */
  keep(at: number): void {
    this.#kept = true;
    this.leave(at);
    this.wait(at);
  }

  rest(at: number): void {
    this.begin('resting', at, this.#queue);
  }

  dial(leg: Pick<Leg, 'leg' | 'side' | 'agent' | 'answered'>, at: number): void {
    this.#legs.push({ ...leg, from: at, to: null });
  }

  answer(agent: string): void {
    const ringing = this.#up(agent);
    if (ringing) ringing.answered = true;
  }

  /** Agent and customer have each other. */
  connect(agent: string): void {
    this.#kept = false;
    this.answer(agent);
    const customer = this.#legs.findLast((leg) => leg.side === 'customer');
    if (customer) customer.answered = true;
  }

  /** The customer is off the line, and the agent is not. */
  leave(at: number): void {
    for (const leg of this.#legs) if (leg.side === 'customer') leg.to ??= at;
  }

  hangUp(agent: string, at: number): void {
    const leg = this.#up(agent);
    if (leg) leg.to = at;
  }

  hangUpAll(at: number): void {
    for (const leg of this.#legs) leg.to ??= at;
  }

  /** An agent may have had several legs, one after the other. */
  #up(agent: string): Leg | undefined {
    return this.#legs.findLast((leg) => leg.agent === agent && leg.to === null);
  }
}

type Step<Kind extends Entry['kind']> = (walk: Walk, entry: Extract<Entry, { kind: Kind }>, at: number) => void;

const onRecord = (agent: string): string | null => (agent === NOBODY ? null : agent);

function talk(walk: Walk, { agent }: { agent: string }, at: number): void {
  walk.begin('talking', at, onRecord(agent));
}

/** The customer waits again, in the queue of before. */
function backToQueue(walk: Walk, { agent }: { agent: string }, at: number): void {
  walk.hangUp(agent, at);
  walk.wait(at);
}

function over(walk: Walk, _: unknown, at: number): void {
  walk.end(at);
  walk.hangUpAll(at);
}

/** What each kind of entry does to the way; null: nothing. A kind that is missing here does not compile. */
const STEPS: { readonly [Kind in Entry['kind']]: Step<Kind> | null } = {
  contact_opened: (walk, { leg }, at) => {
    walk.dial({ leg, side: 'customer', agent: null, answered: true }, at);
    walk.begin('flow', at, null);
  },
  // Written, not spoken: there is no leg.
  chat_opened: (walk, _, at) => walk.begin('flow', at, null),
  // Its last act is to queue, which is told by itself.
  flow_moved: (walk, { flow }, at) => walk.flow(flow, at),
  queued: (walk, { queue }, at) => walk.wait(at, queue),
  offered: (walk, { leg, agent }, at) => {
    if (leg !== null) walk.dial({ leg, side: 'agent', agent, answered: false }, at);
    walk.begin('ringing', at, agent);
  },
  offer_failed: backToQueue,
  connected: (walk, entry, at) => {
    walk.connect(entry.agent);
    talk(walk, entry, at);
  },
  held: (walk, { agent }, at) => walk.begin('held', at, onRecord(agent)),
  retrieved: talk,
  agent_lost: backToQueue,
  // Where the contact goes is told next, at the same moment.
  transferred: (walk, { agent }, at) => {
    walk.hangUp(agent, at);
    walk.end(at);
  },
  place_kept: (walk, _, at) => walk.keep(at),
  place_resumed: (walk, _, at) => walk.wait(at),
  place_rested: (walk, _, at) => walk.rest(at),
  callback_dialled: (walk, { agent, leg }, at) => {
    walk.answer(agent);
    walk.dial({ leg, side: 'customer', agent: null, answered: false }, at);
    walk.begin('calling_back', at, agent);
  },
  // Whether the place rests, or is kept no longer, is told next, at the same moment.
  callback_failed: (walk, _, at) => walk.hangUpAll(at),
  verification_call: (walk, { step, agent, leg }, at) => {
    if (step === 'begun') walk.begin('calling_back', at, agent);
    if (step === 'begun' || step === 'failed') walk.leave(at);
    if (step === 'dialled' && leg !== null) walk.dial({ leg, side: 'customer', agent: null, answered: false }, at);
    if (step === 'answered') {
      walk.connect(agent);
      walk.begin('talking', at, agent);
    }
  },
  wrap_up_started: (walk, { agent }, at) => walk.begin('wrap_up', at, onRecord(agent)),
  wrap_up_ended: (walk, _, at) => walk.end(at),
  contact_ended: over,
  contact_closed: over,

  // While the customer hears something, waits or talks, the same goes on.
  announced: null,
  customer_matched: null,
  caller_told: null,
  customer_ranked: null,
  customer_verified: null,
  verification_failed: null,
  position_told: null,
  secure_entry_asked: null,
  secure_entry_keyed: null,
  secure_entry_over: null,
  caller_reachable: null,
  callback_offered: null,
  callback_asked: null,
  callback_declined: null,
  callback_promised: null,
  widened: null,
  kept_no_longer: null,
  stayed: null,
  agent_ringing: null,
  recording_started: null,
  recording_ended: null,
  wrap_up_extended: null,
  disposition_set: null,
  note_kept: null,
  promise: null,
  imported: null,
  // The contact's end is told next.
  callback_over: null,
  // The queue or the flow that it overflows to is told next, at the same moment.
  overflowed: null,
  // A few seconds of music within the talk; an agent who does not return is lost.
  agent_parted: null,
  agent_returned: null,

  // Of the floor, and in no contact's journal.
  leadership_taken: null,
  configured: null,
  node_joined: null,
  node_lost: null,
  agent_ready: null,
  agent_not_ready: null,
  queue_closed: null,
  queue_opened: null,
  announcement_set: null,
  announcement_cleared: null,
  call_refused: null,
  shift_set: null,
  closing_set: null,
  last_offer_passed: null,
};
