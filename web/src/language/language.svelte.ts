//! The language the page speaks, and how it says texts, numbers and times. All of it changes at once.

import { kept } from '../design/kept';
import { house } from '../house/house.svelte';
import { isKey, LANGUAGES, say, type Key, type LanguageTag, type Values } from './catalogue';
import { Format } from './format';

const KEPT_AS = 'heliotrope.language';

/** The first of the wished languages that the page speaks; Chinese, Korean, English by their families. */
export function choose(wished: readonly string[]): LanguageTag {
  for (const wish of wished) {
    const family = wish.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((tag) => tag.split('-')[0] === family);
    if (known) return known;
  }
  return 'en';
}

class Language {
  #tag = $state<LanguageTag>(choose([kept(KEPT_AS).get() ?? '', ...navigator.languages]));
  #format = $derived(new Format(this.#tag, house.zone));

  get tag(): LanguageTag {
    return this.#tag;
  }

  get format(): Format {
    return this.#format;
  }

  set(tag: LanguageTag): void {
    this.#tag = tag;
    kept(KEPT_AS).set(tag);
  }
}

export const language = new Language();

/** The text of a name in the page's language. */
export function t(key: Key, values: Values = {}): string {
  return say(language.tag, key, values);
}

/** The text for a word of the API; the word itself when the page does not know it yet. */
export function word(family: string, name: string): string {
  const key = `${family}.${name}`;
  return isKey(key) ? t(key) : name.replaceAll('_', ' ');
}
