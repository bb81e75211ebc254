//! Keys. Single letters can be switched off (WCAG 2.2, 2.1.4), and never act while somebody types; function keys
//! and chords always do. Everybody may give an action another key: that is kept in the browser.

import { kept } from '../design/kept';
import type { Key } from '../language/catalogue';
import { always, chord, free } from './chord';
import { owner } from './known';

export interface Binding {
  /** The key it has unless somebody gave it another. */
  key: string;
  /** What it does, for the list of keys; its name as well. */
  says: Key;
  run: () => void;
  /** The key's own meaning cannot be changed: it moves about, opens or closes. */
  fixed?: boolean;
  /** Held down it goes on: it moves through rows. Whatever is done is done once a press. */
  repeats?: boolean;
}

/** Why a key could not be given. */
export type Clash = { kind: 'reserved' } | { kind: 'taken'; by: Key };

const SINGLE = kept('heliotrope.keys');
const CHANGED = kept('heliotrope.keys.changed');

class Keys {
  #on = $state(SINGLE.get() !== 'off');
  shown = $state(false);
  #bindings = $state.raw<readonly Binding[]>([]);
  #changed = $state.raw<Readonly<Record<string, string>>>(read(CHANGED.get()));
  /** Takes the next press for itself. */
  #listening: ((press: KeyboardEvent) => void) | null = null;

  constructor() {
    addEventListener('keydown', (press) => this.#press(press));
  }

  get on(): boolean {
    return this.#on;
  }

  get bindings(): readonly Binding[] {
    return this.#bindings;
  }

  /** Whether anything was changed by the person. */
  get changed(): boolean {
    return Object.keys(this.#changed).length > 0;
  }

  use(on: boolean): void {
    this.#on = on;
    SINGLE.set(on ? null : 'off');
  }

  /** The key of a binding as it is now. */
  of(binding: Pick<Binding, 'key' | 'says'>): string {
    return this.#changed[binding.says] ?? binding.key;
  }

  /** The key of an action that is bound now; none otherwise. */
  for(says: Key): string | null {
    const binding = this.#bindings.find((candidate) => candidate.says === says);
    return binding ? this.of(binding) : null;
  }

  /** Adds keys until the returned function is called. A key that is taken is a mistake of ours. */
  bind(bindings: readonly Binding[]): () => void {
    const taken = bindings.find((binding) => this.#bindings.some((other) => other.key === binding.key));
    if (taken) throw new Error(`the key ${taken.key} is bound twice`);
    this.#bindings = [...this.#bindings, ...bindings];
    return () => {
      this.#bindings = this.#bindings.filter((binding) => !bindings.includes(binding));
    };
  }

  /** Gives an action another key; says why not, when that cannot be. */
  give(binding: Binding, key: string): Clash | null {
    if (!free(key)) return { kind: 'reserved' };
    const other = this.#bindings.find((candidate) => candidate !== binding && this.of(candidate) === key);
    // Not only of the pages that are shown: the next one may have it.
    const by = other?.says ?? owner(binding.says, key, binding.key, this.#changed);
    if (by) return { kind: 'taken', by };
    const { [binding.says]: _, ...rest } = this.#changed;
    this.#keep(key === binding.key ? rest : { ...rest, [binding.says]: key });
    return null;
  }

  /** Every action has its own key again. */
  reset(): void {
    this.#keep({});
  }

  /** The next press is the answer to "which key?" and does nothing else. Gives back the way to stop. */
  listen(answer: (chord: string) => void): () => void {
    const listening = (press: KeyboardEvent): void => {
      const pressed = chord(press);
      press.preventDefault();
      if (pressed === null) return;
      this.#listening = null;
      answer(pressed);
    };
    this.#listening = listening;
    return () => {
      if (this.#listening === listening) this.#listening = null;
    };
  }

  #keep(changed: Readonly<Record<string, string>>): void {
    this.#changed = changed;
    CHANGED.set(Object.keys(changed).length === 0 ? null : JSON.stringify(changed));
  }

  #press(press: KeyboardEvent): void {
    if (press.defaultPrevented) return;
    if (this.#listening) {
      this.#listening(press);
      return;
    }
    const pressed = chord(press);
    if (pressed === null) return;
    const anywhere = always(pressed);
    if (!anywhere && (press.isComposing || typing(press.target) || (pressed.length === 1 && !this.#on))) return;
    const binding = this.#bindings.find((candidate) => this.of(candidate) === pressed);
    if (!binding) return;
    // Enter and Escape are the browser's as well: they may do both.
    if (anywhere || pressed.length === 1) press.preventDefault();
    if (!press.repeat || binding.repeats) binding.run();
  }
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea'));
}

function read(stored: string | null): Readonly<Record<string, string>> {
  try {
    const changed: unknown = JSON.parse(stored ?? '{}');
    if (typeof changed !== 'object' || changed === null) return {};
    return Object.fromEntries(Object.entries(changed).filter(([, key]) => typeof key === 'string' && free(key)));
  } catch {
    return {};
  }
}

export const keys = new Keys();
