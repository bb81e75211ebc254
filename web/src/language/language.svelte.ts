//! The language the page speaks, and how it says texts, numbers and times. All of it changes at once.

import i18next from 'i18next';
import { kept } from '../design/kept';
import { CATALOGUE, isKey, LANGUAGES, type Key, type LanguageTag } from './catalogue';
import { Format } from './format';

export type Values = Record<string, string | number>;

const KEPT_AS = 'heliotrope.language';

/** The texts of one language, as i18next takes them. */
function texts(place: number): Record<string, string> {
  return Object.fromEntries(Object.entries(CATALOGUE).map(([key, row]) => [key, row[place] ?? '']));
}

void i18next.init({
  lng: LANGUAGES[0],
  fallbackLng: false,
  // Keys are whole names, not paths.
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // Svelte escapes what it shows.
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(LANGUAGES.map((tag, place) => [tag, { translation: texts(place) }])),
});

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
  #format = $derived(new Format(this.#tag));

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
  return i18next.t(key, { lng: language.tag, ...values });
}

/** The text for a word of the API; the word itself when the page does not know it yet. */
export function word(family: string, name: string): string {
  const key = `${family}.${name}`;
  return isKey(key) ? t(key) : name.replaceAll('_', ' ');
}
