//! The day that it is at the bank; it follows midnight, also on a page that nobody touches.

import { house } from '../house/house.svelte';
import { clock } from './clock';
import { dayOf } from './zone';

/** How often it is looked at, milliseconds. */
const LOOK = 1_000;

class Calendar {
  #now = $state(clock.now());

  constructor() {
    setInterval(() => (this.#now = clock.now()), LOOK);
  }

  /** `2026-11-26`, in the house's zone. */
  get day(): string {
    return dayOf(this.#now, house.zone);
  }
}

const calendar = new Calendar();
export const today = (): string => calendar.day;
