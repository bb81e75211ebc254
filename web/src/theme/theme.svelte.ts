//! Light or dark: as the system says, unless somebody chose.

import { kept } from '../design/kept';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT_AS = 'heliotrope.theme';

class Appearance {
  #theme = $state<Theme>(THEMES.find((theme) => theme === kept(KEPT_AS).get()) ?? 'auto');
  #system = matchMedia('(prefers-color-scheme: dark)');
  #systemDark = $state(this.#system.matches);

  constructor() {
    this.#system.addEventListener('change', (change) => (this.#systemDark = change.matches));
    this.#show();
  }

  get theme(): Theme {
    return this.#theme;
  }

  get dark(): boolean {
    return this.#theme === 'auto' ? this.#systemDark : this.#theme === 'dark';
  }

  set(theme: Theme): void {
    this.#theme = theme;
    kept(KEPT_AS).set(theme === 'auto' ? null : theme);
    this.#show();
  }

  #show(): void {
    document.documentElement.dataset.theme = this.#theme;
  }
}

export const appearance = new Appearance();
