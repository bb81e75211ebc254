//! The pages, each loaded when it is first shown: a desk loads no wallboard, and a wallboard no desk.

import type { Component } from 'svelte';
import type { Api, Who } from '../api/client';
import type { Workplace } from '../desk/workplace.svelte';
import type { Live } from '../live/live.svelte';
import type { History } from '../wallboard/history.svelte';
import type { Place } from './router.svelte';

/** What every page is given. */
export interface Given {
  api: Api;
  /** Who is signed in. */
  who: Who;
  /** Where an agent works; null for everybody else. */
  place: Workplace | null;
  live: Live;
  /** Curves go on when somebody looks at another page for a while. */
  history: History;
}

export type Shown = Exclude<Place, { page: 'home' | 'missing' }>;
type PageOf<Name extends Shown['page']> = Component<Given & Omit<Extract<Shown, { page: Name }>, 'page'>>;
type Load<Name extends Shown['page']> = () => Promise<{ default: PageOf<Name> }>;

const PAGES: { [Name in Shown['page']]: Load<Name> } = {
  wallboard: () => import('../wallboard/Wallboard.svelte'),
  contacts: () => import('../contacts/Contacts.svelte'),
  desk: () => import('../desk/Desk.svelte'),
  phone: () => import('../phone/PhonePage.svelte'),
  security: () => import('../access/Security.svelte'),
  accounts: () => import('../access/Accounts.svelte'),
  privacy: () => import('../privacy/Privacy.svelte'),
  plan: () => import('../plan/Plan.svelte'),
  authority: () => import('../authority/Authority.svelte'),
  figures: () => import('../figures/Figures.svelte'),
  queue: () => import('../wallboard/Queue.svelte'),
  agent: () => import('../wallboard/Agent.svelte'),
};

/** The page of this name, once it is loaded. */
export async function load(name: Shown['page']): Promise<{ name: Shown['page']; Page: Component<Given> }> {
  const module = await PAGES[name]();
  // Each page takes what its own place holds: the table above says so to the compiler.
  return { name, Page: module.default as Component<Given> };
}
