//! The API, by its document. Every request has a time limit and the session's token.

import createClient from 'openapi-fetch';
import { clock } from '../dates/clock';
import { subprotocols } from '../desk/protocol';
import { attended } from '../session/attended';
import type { components, paths } from './generated';
import { Problem, fromAnswer, fromFault } from './problem';

export type Schemas = components['schemas'];
export type Agent = Schemas['Agent'];
export type AgentList = Schemas['AgentList'];
export type Contact = Schemas['Contact'];
export type ContactList = Schemas['ContactList'];
export type Entry = Schemas['Entry'];
export type Queue = Schemas['Queue'];
export type QueueList = Schemas['QueueList'];
export type Today = Schemas['Today'];

/** Who is signed in. */
export interface Who {
  account: string;
  name: string;
  role: 'agent' | 'supervisor' | 'engineer' | 'viewer' | 'privacy_officer' | 'administrator' | 'client' | 'emergency';
  permissions: readonly string[];
  /** The agent whose desk this account sits at; null for one that serves nobody. */
  agent: string | null;
  /** It has to enrol a second factor before anything else. */
  to_enrol?: boolean;
  /** Seconds after which the session ends when nobody does anything; null for a token that is no session's. */
  idle_s?: number | null;
  /** Of a session that is a cookie: shows with each request that it is this session's page. */
  bond?: string | null;
}

/** How a page shows who it is: by a token, or by the bond of the session that the browser keeps as a cookie. */
export type Proof = { token: string } | { bond: string | null };

/** What a visitor of the demonstration can try. */
export interface Demonstration {
  sign_ins: readonly SignIn[];
  numbers: readonly { called: string; address: string; language: string }[];
}
export interface SignIn {
  role: Who['role'];
  agent: string | null;
  languages: readonly string[];
  token: string;
}

/** Null in a centre that serves, and where nobody answers. */
export async function demonstration(): Promise<Demonstration | null> {
  try {
    const response = await fetch('/api/demonstration', { signal: AbortSignal.timeout(WITHIN) });
    return response.status === 200 ? ((await response.json()) as Demonstration) : null;
  } catch {
    return null;
  }
}

export interface ContactFilter {
  open?: boolean;
  queue?: string;
  agent?: string;
  line?: string;
  skill?: string;
  /** Served last by somebody of this team. */
  team?: string;
  /** The customer's rank. */
  tier?: string;
  channel?: 'voice' | 'chat';
  /** Only those that have none. */
  without?: 'queue' | 'agent' | 'team' | 'skill' | 'tier';
  /** Only those that an indicator counts, by its key: above its line, or below it. */
  indicator?: string;
  part?: 'numerator' | 'denominator';
  /** What becomes of short abandons there. */
  short?: 'counted' | 'out';
  /** Only those of imported logs, or only our own. */
  imported?: boolean;
  /** Only those of this time on, RFC 3339; and of before this time. */
  from?: string;
  to?: string;
}

/** Longest wait for an answer, milliseconds. */
const WITHIN = 8_000;
/** The same for a file. */
const FILE_WITHIN = 60_000;

/** How long somebody waits for an answer, milliseconds, unless they give up before. */
export interface Patience {
  within?: number;
  signal?: AbortSignal;
  /** Only over this version of what is changed. */
  over?: string;
}

/** Stands for an answer without content. */
const NOTHING: unknown = {};

/** One answer of openapi-fetch. */
interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * What the pages ask. `refused` hears of every 401: the token is worthless from then on.
 * All methods reject with a Problem.
 */
export class Api {
  #proof: Proof;
  readonly #refused: () => void;
  readonly #client;

  constructor(proof: Proof, refused: () => void) {
    this.#proof = proof;
    this.#refused = refused;
    this.#client = createClient<paths>({
      fetch: (request) => {
        for (const [name, value] of Object.entries(this.#headers())) request.headers.set(name, value);
        return fetch(request);
      },
    });
  }

  /** The session's bond, once it is known. */
  bind(bond: string | null): void {
    if ('bond' in this.#proof) this.#proof = { bond };
  }

  /** Who it is; and whether anybody is there: what a page asks by itself keeps no session alive. */
  #headers(): Record<string, string> {
    const proof = this.#proof;
    const who: Record<string, string> = 'token' in proof ? { authorization: `Bearer ${proof.token}` } : proof.bond === null ? {} : { 'x-heliotrope-bond': proof.bond };
    return attended.is ? who : { ...who, 'x-heliotrope-unattended': 'true' };
  }

  session(): Promise<Who> {
    // The document calls the role a text: the page knows which there are.
    return this.#ask((signal) => this.#client.GET('/api/session', { signal }) as Promise<Answer<Who>>);
  }

  /** What the house calls things, and whose clock it keeps. */
  house(): Promise<Schemas['HouseNames']> {
    return this.#ask((signal) => this.#client.GET('/api/house', { signal }));
  }

  /** Opens the agent's desk. A WebSocket carries no header of ours: the proof is one of its subprotocols. */
  desk(): WebSocket {
    const address = new URL('/api/desk', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(address, subprotocols(this.#proof));
  }

  queues(): Promise<QueueList> {
    return this.#ask((signal) => this.#client.GET('/api/queues', { signal }));
  }

  agents(): Promise<AgentList> {
    return this.#ask((signal) => this.#client.GET('/api/agents', { signal }));
  }

  contacts(filter: ContactFilter, page: { before?: string; limit?: number }): Promise<ContactList> {
    const query = { ...filter, ...page };
    return this.#ask((signal) => this.#client.GET('/api/contacts', { params: { query }, signal }));
  }

  contact(id: string): Promise<Contact> {
    return this.#ask((signal) => this.#client.GET('/api/contacts/{id}', { params: { path: { id } }, signal }));
  }

  async journal(id: string): Promise<readonly Entry[]> {
    const params = { path: { id } };
    const journal = await this.#ask((signal) => this.#client.GET('/api/contacts/{id}/journal', { params, signal }));
    return journal.entries;
  }

  /** Begins to follow events after `last`; the body goes on until `signal` is aborted. */
  async events(last: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = { ...this.#headers(), accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) };
    // The limit is for the beginning only: the stream itself has none.
    const begin = new AbortController();
    const timer = setTimeout(() => begin.abort(new DOMException('too slow', 'TimeoutError')), WITHIN);
    try {
      const both = AbortSignal.any([signal, begin.signal]);
      const response = await fetch('/api/events', { headers, signal: both, cache: 'no-store' });
      if (!response.ok || !response.body) throw await this.#problem(response, undefined);
      return response.body;
    } catch (fault) {
      throw fault instanceof Problem ? fault : fromFault(fault);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks for JSON by a path that the pages of one noun know, with their own types. `body` is sent as JSON.
   * An answer without content gives undefined. Rejects when `signal` is aborted, as for a service that is out of reach.
   */
  request<T>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, { within = WITHIN, signal, over }: Patience = {}): Promise<T> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const matched = over === undefined ? {} : { 'if-match': `"${over}"` };
    return this.#ask(async (limit) => {
      const response = await fetch(path, {
        method,
        headers: { ...this.#headers(), accept: 'application/json', ...json, ...matched },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
        cache: 'no-store',
      });
      if (!response.ok) return { response };
      const data = response.status === 204 ? NOTHING : await response.json();
      return { data: data as T, response };
    }, within).then((data) => (data === NOTHING ? (undefined as T) : data));
  }

  /** Asks for a file. Its making may take longer than an answer of figures. */
  async file(path: string): Promise<Blob> {
    try {
      const response = await fetch(path, { headers: this.#headers(), signal: AbortSignal.timeout(FILE_WITHIN), cache: 'no-store' });
      if (!response.ok) throw await this.#problem(response, undefined);
      return await response.blob();
    } catch (fault) {
      throw fault instanceof Problem ? fault : fromFault(fault);
    }
  }

  async #ask<T>(request: (signal: AbortSignal) => Promise<Answer<T>>, within = WITHIN): Promise<T> {
    let answer: Answer<T>;
    try {
      answer = await request(AbortSignal.timeout(within));
    } catch (fault) {
      throw fromFault(fault);
    }
    clock.dated(answer.response.headers.get('date'));
    if (answer.data === undefined) throw await this.#problem(answer.response, answer.error);
    return answer.data;
  }

  async #problem(response: Response, body: unknown): Promise<Problem> {
    const problem = await fromAnswer(response, body);
    if (problem.kind === 'not-signed-in') this.#refused();
    return problem;
  }
}
