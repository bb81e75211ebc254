//! Keys. Single letters can be switched off (WCAG 2.2, 2.1.4), and never act while somebody types.

import { kept } from '../design/kept';
import type { Key } from '../language/catalogue';

export interface Binding {
  key: string;
  /** What it does, for the list of keys. */
  says: Key;
  run: () => void;
}

const KEPT = kept('heliotrope.keys');

class Keys {
  #on = $state(KEPT.get() !== 'off');
  shown = $state(false);
  #bindings = $state.raw<readonly Binding[]>([]);

  constructor() {
    addEventListener('keydown', (press) => this.#press(press));
  }

  get on(): boolean {
    return this.#on;
  }

  get bindings(): readonly Binding[] {
    return this.#bindings;
  }

  use(on: boolean): void {
    this.#on = on;
    KEPT.set(on ? null : 'off');
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

  #press(press: KeyboardEvent): void {
    if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return;
    const named = press.key.length > 1;
    if (typing(press.target) || (!named && !this.#on)) return;
    const binding = this.#bindings.find((candidate) => candidate.key === press.key);
    if (!binding) return;
    // Named keys are the browser's as well: they may do both.
    if (!named) press.preventDefault();
    binding.run();
  }
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea'));
}

export const keys = new Keys();
