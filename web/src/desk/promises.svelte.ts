//! What the agent and the agent's teams promised, and what became of it: one list for the whole desk.

import { Doing } from '../access/doing.svelte';
import type { Api, Schemas } from '../api/client';
import { offset } from '../dates/zone';
import { drawn } from './operations';

export type PromiseView = Schemas['PromiseView'];
export type PromiseReason = Schemas['PromiseReason'];

export const REASONS: readonly PromiseReason[] = ['unreachable', 'not_wanted', 'done_otherwise', 'not_possible', 'overlooked'];

/** Somebody of the team may have kept one: the list is looked at this often, milliseconds. */
const AGAIN = 60_000;

/** A moment of the bank's clock: `2026-11-27`, `15:00`. */
export function momentOf(day: string, clock: string, zone: string): string {
  const utc = Date.parse(`${day}T${clock}:00Z`);
  // Where the clocks change in between, the second look is right.
  const guess = utc - offset(utc, zone);
  return new Date(utc - offset(guess, zone)).toISOString();
}

export const isOverdue = (due: string, now: number): boolean => Date.parse(due) <= now;

export class Promises {
  readonly #api: Api;
  readonly doing = new Doing();
  #open = $state.raw<readonly PromiseView[]>([]);
  #teams = $state.raw<readonly string[]>([]);
  /** What came to its end here: it can be taken back while it is seen. */
  #settled = $state.raw<readonly PromiseView[]>([]);
  readonly #timer: ReturnType<typeof setInterval>;
  /** Drawn for what is being promised, and kept while no answer came. */
  #key = drawn();

  constructor(api: Api) {
    this.#api = api;
    this.#timer = setInterval(() => void this.look(), AGAIN);
    void this.look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** To be kept by the agent or the agent's teams, what is due first. */
  get open(): readonly PromiseView[] {
    return this.#open;
  }

  get teams(): readonly string[] {
    return this.#teams;
  }

  get settled(): readonly PromiseView[] {
    return this.#settled;
  }

  async look(): Promise<void> {
    const now = await this.#api.request<Schemas['OwnPromises']>('GET', '/api/promises').catch(() => null);
    if (now === null) return;
    this.#open = now.promises;
    this.#teams = now.teams;
  }

  /** Whether it is promised. */
  async make(contact: string, text: string, due: string, team: string | null): Promise<boolean> {
    const body: Schemas['PromiseMade'] = { key: this.#key, text, due, team };
    const made = await this.doing.run(() => this.#api.request<PromiseView>('POST', `/api/contacts/${contact}/promises`, body));
    if (made === null) return false;
    this.#key = drawn();
    void this.look();
    return true;
  }

  async settle(promise: PromiseView, state: Schemas['PromiseState'], reason: PromiseReason | null = null): Promise<void> {
    const body: Schemas['PromiseSettled'] = { state, reason };
    const now = await this.doing.run(() => this.#api.request<PromiseView>('PUT', `/api/promises/${promise.key}`, body));
    if (now === null) return;
    const others = this.#settled.filter(({ key }) => key !== now.key);
    this.#settled = now.state === 'open' ? others : [now, ...others];
    this.#open = this.#open.filter(({ key }) => key !== now.key);
    void this.look();
  }
}
