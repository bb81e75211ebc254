//! What an agent's page and the centre say to each other over the desk's WebSocket: a copy, by hand, of
//! `crates/api/src/desk`. Both are held to the sample `crates/api/src/desk/frames.json` by tests.
//! Moments are RFC 3339 in UTC, spans seconds, money the currency's smallest unit.

import type { components } from '../api/generated';

export type Doing = 'not_ready' | 'ready' | 'offered' | 'talking' | 'wrap_up';
/** Where a contact on the desk stands. */
export type Phase = Exclude<Doing, 'not_ready' | 'ready'>;
export type Level = 'unknown' | 'matched' | 'identified' | 'verified' | 'strong';
/** How it is known who calls. */
export interface Known {
  /** How the level was reached; null when nothing is known. */
  how: 'number' | 'invitation' | 'agent' | 'flow' | 'secure_entry' | 'registered_number' | 'one_time_code' | null;
  /** The caller is somebody else than the customer. */
  third_party: boolean;
  /** How many customers registered the number that calls, when it is several; else 0. */
  holders: number;
}
export type RingEnd =
  | 'no_answer'
  | 'refused'
  | 'unreachable'
  | 'caller_left'
  | 'interrupted'
  | 'customer_no_answer'
  | 'customer_engaged'
  | 'customer_refused'
  | 'customer_unreachable'
  | 'customer_called'
  | 'cancelled';
export type TalkEnd = 'customer_hung_up' | 'agent_hung_up' | 'customer_lost' | 'not_reached' | 'interrupted' | 'transferred' | 'phone_lost';
export type PhoneState = 'absent' | 'connecting' | 'connected' | 'lost';
export type Spoken = 'zh' | 'ko' | 'en';
export type Window = 'desk' | 'phone';

/** A code and what it is called in each language of the page. */
export interface Coded {
  code: string;
  texts: Record<Spoken, string>;
}

export interface Agent {
  id: string;
  name: string;
  skills: readonly string[];
  /** `page` for one who is called in the browser. */
  address: string;
}

export interface Settings {
  beat_s: number;
  /** After so long without a beat the agent is made not ready. */
  frozen_after_s: number;
  /** How long a customer hears music when the telephone's connection is gone. */
  parted_s: number;
  /** The most text a note may hold, in bytes of UTF-8. */
  note_bytes: number;
  /** By how much a wrap-up can be extended; null when it cannot. */
  wrap_up_more_s: number | null;
}

export interface Ready<T> {
  state: 'ready';
  as_of: string;
  value: T;
}
/** The last good answer to what was asked again: to be looked at with its age. */
export interface Stale<T> {
  as_of: string;
  value: T;
}
export type Panel<T> =
  | Ready<T>
  /** `overdue`: past the panel's own deadline. */
  | { state: 'late'; asked: string; overdue: boolean; stale: Stale<T> | null }
  | { state: 'failed'; at: string; why: string; stale: Stale<T> | null }
  /** The caller is not the customer. */
  | { state: 'withheld' };

export interface Identity {
  name: string;
  family_name: string;
  tier: string;
  language: Spoken;
  since: string;
  /** Behind its mask, `1985-**-**`; null for a company. */
  birthday_hidden: string | null;
  document: { kind: string; number: string } | null;
}
export interface Account {
  number: string;
  kind: string;
  currency: string;
  balance_minor: number;
  status: string;
}
export interface Card {
  number: string;
  kind: string;
  product: string;
  status: string;
  /** Null for a card without a limit of its own. */
  limit_minor: number | null;
  currency: string | null;
}

/** A contact that this agent served. */
export interface Recent {
  contact: string;
  opened: string;
  closed: string | null;
  queue: string | null;
  line: string;
  language: Spoken;
  caller: string | null;
  reason: string | null;
  talk_s: number | null;
  disposition: string | null;
  noted: boolean;
}

/** A contact of this customer's before, with whomever. */
export interface Earlier {
  id: string;
  opened_at: string;
  closed_at: string | null;
  line: string;
  language: Spoken;
  queue: string | null;
  agent: string | null;
  reason: string | null;
  verified: boolean;
  wait: number | null;
  talk: number | null;
  /** Null while it is open. */
  channel: 'voice' | 'chat' | null;
  callback: 'kept' | 'late' | null;
  outcome: string | null;
  disposition: string | null;
}

type Schemas = components['schemas'];
export type Amount = Schemas['Amount'];
/** What a panel holds when it is there, by the API's document. */
type Holds<Name extends keyof Schemas['CustomerView']> = Extract<Schemas['CustomerView'][Name], { state: 'ready' }>['value'];

/** What the bank says about who calls; each panel comes or fails by itself. */
export interface CustomerView {
  customer: string;
  identity: Panel<Identity>;
  accounts: Panel<readonly Account[]>;
  cards: Panel<readonly Card[]>;
  transactions: Panel<Holds<'transactions'>>;
  bills: Panel<Holds<'bills'>>;
  limits: Panel<Holds<'limits'>>;
  applications: Panel<Holds<'applications'>>;
  reports: Panel<Holds<'reports'>>;
  production: Panel<Holds<'production'>>;
  holdings: Panel<Holds<'holdings'>>;
  points: Panel<Holds<'points'>>;
  devices: Panel<Holds<'devices'>>;
  consents: Panel<Holds<'consents'>>;
  journeys: Panel<Holds<'journeys'>>;
  locks: Panel<Holds<'locks'>>;
  preferences: Panel<Holds<'preferences'>>;
  life_events: Panel<Holds<'life_events'>>;
  contacts: Panel<readonly Earlier[]>;
  work: Panel<Holds<'work'>>;
}
export type PanelName = Exclude<keyof CustomerView, 'customer'>;

export interface Script {
  title: string;
  text: string;
}

/** Version 0 is the empty note. */
export interface Note {
  version: number;
  text: string;
}

export type Secret = 'pin' | 'one_time_code' | 'card_code';

/** A secret that the customer keys in with the agent on the line: how far it has come, and what became of it. */
export interface SecureEntry {
  what: Secret;
  stage: 'number' | 'secret' | 'judged' | 'right' | 'wrong' | 'locked' | 'unavailable' | 'silent' | 'too_few' | 'stopped' | 'unanswered';
  /** How many keys were pressed; never which. */
  keys: number;
  /** Before it locks, when it was wrong. */
  tries_left: number | null;
}

/** A call to the registered number: how far it has come, and why nobody was reached. */
export interface VerificationCall {
  stage: 'begun' | 'dialled' | 'answered' | 'failed';
  why: RingEnd | null;
}

/** The contact on the desk. */
export interface Contact {
  id: string;
  leg: string | null;
  queue: string | null;
  line: string;
  language: Spoken;
  opened: string;
  waited_s: number;
  /** Behind its mask; null when it was withheld. */
  caller: string | null;
  /** Never to be shown as more than it is. */
  level: Level;
  known: Known;
  phase: Phase;
  since: string;
  /** Null for one whom the bank does not know. */
  view: CustomerView | null;
  script: Script | null;
  note: Note;
  disposition: string | null;
  held: boolean;
  /** The secret that the customer keys in, while that goes on. */
  secure_entry: SecureEntry | null;
  /** The customer is called back at the registered number; null when not. */
  verification_call: VerificationCall | null;
  /** The customer is called once the agent has picked up. */
  callback: boolean;
  /** The customer's telephone is being called. */
  dialling: boolean;
  parted_until: string | null;
  wrap_up_until: string | null;
}

/** A chat on the desk. */
export interface Chat {
  id: string;
  queue: string | null;
  line: string;
  language: Spoken;
  opened: string;
  waited_s: number;
  /** `identified` at the most. */
  level: Level;
  known: Known;
  /** Null for one whom the bank does not know. */
  view: CustomerView | null;
  phase: 'offered' | 'talking' | 'wrap_up';
  since: string;
  /** While it is offered: until when it can be accepted. */
  accept_until: string | null;
  wrap_up_until: string | null;
  disposition: string | null;
}

/** Something that was said in a chat; numbers run from 1. */
export interface Message {
  number: number;
  from: 'customer' | 'agent';
  at: string;
  text: string;
}

export interface Away {
  reason: string;
  since: string;
}

/** How the browser's telephone is connected: shares from 0 to 1, times in milliseconds. */
export interface Quality {
  state: PhoneState;
  loss: number | null;
  jitter_ms: number | null;
  rtt_ms: number | null;
}

/** Why a frame was not obeyed. */
export interface Trouble {
  /** The last part of a problem's type: `conflict`. */
  code: string;
  detail: string;
}

export interface Welcome {
  type: 'welcome';
  agent: Agent;
  window: Window;
  /** The server's moment. */
  at: string;
  state: Doing;
  since: string;
  not_ready: string | null;
  /** Why the agent was made not ready while the page was away. */
  away: Away | null;
  reasons: readonly Coded[];
  dispositions: readonly Coded[];
  queues: readonly string[];
  settings: Settings;
  contact: Contact | null;
  chats: readonly Chat[];
  work: readonly Recent[];
}

type PanelCame = {
  [Name in PanelName]: { type: 'view'; contact: string; panel: Name; value: CustomerView[Name] };
}[PanelName];

/** What the centre tells. */
export type Told =
  | { type: 'done'; id: number }
  /** `id` is null when the page gave none. */
  | { type: 'refused'; id: number | null; problem: Trouble }
  | Welcome
  | { type: 'state'; state: Doing; since: string; not_ready: string | null; why: string | null }
  | { type: 'ring'; contact: Contact }
  | { type: 'dialling'; contact: string; at: string }
  | { type: 'ring_ended'; contact: string; why: RingEnd }
  | { type: 'connected'; contact: string; at: string }
  | { type: 'held'; contact: string; at: string }
  | { type: 'retrieved'; contact: string; at: string }
  | { type: 'secure_entry'; contact: string; entry: SecureEntry }
  | { type: 'verification_call'; contact: string; at: string; call: VerificationCall }
  | { type: 'parted'; contact: string; until: string }
  | { type: 'returned'; contact: string }
  | { type: 'ended'; contact: string; reason: TalkEnd; wrap_up_until: string | null }
  | { type: 'wrap_up'; contact: string; until: string }
  | { type: 'closed'; contact: string }
  | PanelCame
  | { type: 'chat'; chat: Chat }
  | { type: 'chat_said'; contact: string; messages: readonly Message[] }
  | { type: 'chat_gone'; contact: string }
  | { type: 'level'; contact: string; level: Level; known: Known }
  | { type: 'disposition'; contact: string; code: string }
  | { type: 'note_kept'; contact: string; version: number; at: string }
  | { type: 'note_newer'; contact: string; version: number; text: string; at: string }
  | { type: 'phone_answer'; sdp: string }
  | ({ type: 'phone' } & Quality)
  | { type: 'beat'; n: number }
  | { type: 'superseded' }
  | { type: 'over'; why: string };

/** What the page asks; the socket adds the number that the answer carries. */
export type Asked =
  | { type: 'hello'; language: Spoken; window: Window }
  | { type: 'phone_offer'; sdp: string }
  | { type: 'phone_test'; on: boolean }
  | { type: 'ready' }
  | { type: 'not_ready'; reason: string }
  | { type: 'answer' | 'refuse' | 'hang_up' | 'hold' | 'retrieve'; contact: string }
  | { type: 'secure_entry'; contact: string; what: Secret }
  | { type: 'stop_secure_entry'; contact: string }
  | { type: 'call_registered'; contact: string }
  | { type: 'transfer'; contact: string; queue: string }
  | { type: 'view_again'; contact: string; panel: PanelName }
  | { type: 'identify'; contact: string; customer: string }
  | { type: 'undo_identify'; contact: string }
  | { type: 'third_party'; contact: string; is: boolean }
  | { type: 'wrap_up_done' | 'wrap_up_more'; contact: string }
  | { type: 'disposition'; contact: string; code: string }
  | { type: 'accept' | 'decline' | 'end_chat'; contact: string }
  | { type: 'say'; contact: string; sent: number; text: string }
  | { type: 'note'; contact: string; version: number; text: string };

/** Sent on its own, without a number. */
export interface Beat {
  type: 'beat';
  n: number;
  visible: boolean;
}

/** Every kind of frame that the page understands; a kind that is missing here does not compile. */
const KINDS: Record<Told['type'], true> = {
  done: true,
  refused: true,
  welcome: true,
  state: true,
  ring: true,
  dialling: true,
  ring_ended: true,
  connected: true,
  held: true,
  retrieved: true,
  secure_entry: true,
  verification_call: true,
  parted: true,
  returned: true,
  ended: true,
  wrap_up: true,
  closed: true,
  view: true,
  chat: true,
  chat_said: true,
  chat_gone: true,
  level: true,
  disposition: true,
  note_kept: true,
  note_newer: true,
  phone_answer: true,
  phone: true,
  beat: true,
  superseded: true,
  over: true,
};

/** A frame of the centre; null for what this page does not know yet, which a newer centre may well say. */
export function read(text: string): Told | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null) return null;
  const kind: unknown = Reflect.get(frame, 'type');
  return typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? (frame as Told) : null;
}

/** The subprotocols that open a desk: what is spoken, and the proof of who speaks. */
export function subprotocols(proof: { token: string } | { bond: string | null }): string[] {
  return ['heliotrope.desk.v1', 'token' in proof ? `bearer.${proof.token}` : `bond.${proof.bond ?? ''}`];
}
