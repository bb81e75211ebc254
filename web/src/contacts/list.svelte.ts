//! The list of contacts: one filter, as many pages as were asked for, kept up to date in place.

import type { Api, Contact, ContactList } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Live } from '../live/live.svelte';
import { Source, type Paces } from '../states/source.svelte';
import { asked, type Filter, fits } from './filter';
import { refreshed, withOlder, withWaiting, type Rows } from './merge';

/** Rows of a page, and the most the API gives at once. */
const PAGE = 50;
const MOST = 200;

/** Rows need not move more often: figures are the wallboard's. Alone, late only after it was due. */
const PACES: Paces = { live: { least: 1_000, most: 2_000 }, alone: { least: 2_000, most: 2_000 } };

export class ContactRows {
  readonly #api: Api;
  readonly #filter: Filter;
  #rows = $state.raw<Rows>({ shown: [], waiting: [] });
  /** Where the next page begins; undefined before the first page, null after the last. */
  #next = $state.raw<string | null | undefined>(undefined);
  #loadingOlder = $state(false);
  #olderProblem = $state.raw<Problem | null>(null);
  readonly source: Source<readonly Contact[]>;

  /** Must be made while a component is made. */
  constructor(api: Api, live: Live, filter: Filter) {
    this.#api = api;
    this.#filter = filter;
    this.source = new Source(live, () => this.#refresh(), PACES);
  }

  get shown(): readonly Contact[] {
    return this.#rows.shown;
  }

  get waiting(): number {
    return this.#rows.waiting.length;
  }

  get more(): boolean {
    return typeof this.#next === 'string';
  }

  get loadingOlder(): boolean {
    return this.#loadingOlder;
  }

  get olderProblem(): Problem | null {
    return this.#olderProblem;
  }

  showWaiting(): void {
    this.#rows = withWaiting(this.#rows);
  }

  async older(): Promise<void> {
    const before = this.#next;
    if (typeof before !== 'string' || this.#loadingOlder) return;
    this.#loadingOlder = true;
    this.#olderProblem = null;
    try {
      const page = await this.#page({ before, limit: this.#limit(PAGE) });
      this.#rows = withOlder(this.#rows, page.contacts);
      this.#next = page.next;
    } catch (thrown) {
      this.#olderProblem = asProblem(thrown);
    }
    this.#loadingOlder = false;
  }

  async #refresh(): Promise<readonly Contact[]> {
    const page = await this.#page({ limit: this.#limit(this.#rows.shown.length + this.#rows.waiting.length) });
    const first = this.#rows.shown.length === 0;
    this.#rows = refreshed(this.#rows, page.contacts, asked(this.#filter).open === true, page.next === null);
    if (first) this.#next = page.next;
    return page.contacts;
  }

  /** Of those the page picks from there must be enough. */
  #limit(rows: number): number {
    return this.#filter.phase === undefined ? Math.min(MOST, Math.max(PAGE, rows)) : MOST;
  }

  async #page(page: { before?: string; limit: number }): Promise<ContactList> {
    const list = await this.#api.contacts(asked(this.#filter), page);
    return { ...list, contacts: list.contacts.filter((contact) => fits(this.#filter, contact)) };
  }
}
