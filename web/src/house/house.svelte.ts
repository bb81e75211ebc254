//! The house as its own people speak of it: the bank's clock, and names for what the plan only numbers.

import type { Schemas } from '../api/client';

export type Told = Schemas['HouseNames'];
/** What has names: queues, lines, skills; and what announcements say. */
export type Family = 'queues' | 'lines' | 'skills' | 'prompts';

class House {
  #told = $state.raw<Told | null>(null);

  /** Told once somebody is signed in. */
  learn(told: Told): void {
    this.#told = told;
  }

  /** The zone whose days and hours are counted and shown; the browser's until the house has told its own. */
  get zone(): string {
    return this.#told?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** All that have names. */
  known(family: Family): string[] {
    return Object.keys(this.#told?.[family] ?? {});
  }

  /** What something is called in a language; null for what has no name but the plan's. */
  name(family: Family, of: string, language: 'zh' | 'ko' | 'en'): string | null {
    return this.#told?.[family][of]?.[language] ?? null;
  }
}

export const house = new House();
