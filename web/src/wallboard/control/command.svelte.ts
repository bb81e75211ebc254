//! A supervisor's command, from the wish to what the server said: asked, pending, done or refused, undone.

import { asProblem, type Problem } from '../../api/problem';

/** `asked`: waits for a yes. `pending`: the server has not confirmed yet. */
export type Step = 'idle' | 'asked' | 'pending' | 'done' | 'refused';

export interface Does {
  run: () => Promise<unknown>;
  /** Takes it back; none when that would make no sense. */
  undo?: (() => Promise<unknown>) | undefined;
}

/** How long what was done can be taken back from where it was done, milliseconds. */
const UNDO = 15_000;

export class Command {
  #step = $state<Step>('idle');
  #problem = $state.raw<Problem | null>(null);
  #undo = $state.raw<(() => Promise<unknown>) | null>(null);
  /** Whether what is pending or done was the undoing. */
  #undoing = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get step(): Step {
    return this.#step;
  }
  get problem(): Problem | null {
    return this.#problem;
  }
  get undoing(): boolean {
    return this.#undoing;
  }
  get canUndo(): boolean {
    return this.#step === 'done' && this.#undo !== null;
  }

  ask(): void {
    if (this.#step !== 'pending') this.#become('asked');
  }

  cancel(): void {
    if (this.#step !== 'pending') this.#become('idle');
  }

  /** Nothing is sent twice: while one is pending, others are not heard. */
  async run({ run, undo }: Does): Promise<void> {
    if (this.#step === 'pending') return;
    this.#undoing = false;
    await this.#send(run, undo ?? null);
  }

  async undo(): Promise<void> {
    const undo = this.#undo;
    if (!this.canUndo || !undo) return;
    this.#undoing = true;
    await this.#send(undo, null);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #send(run: () => Promise<unknown>, undo: (() => Promise<unknown>) | null): Promise<void> {
    this.#become('pending');
    try {
      await run();
      this.#undo = undo;
      this.#become('done');
      this.#timer = setTimeout(() => this.#become('idle'), UNDO);
    } catch (thrown) {
      this.#problem = asProblem(thrown);
      this.#become('refused');
    }
  }

  #become(step: Step): void {
    clearTimeout(this.#timer);
    if (step !== 'refused') this.#problem = null;
    if (step !== 'done') this.#undo = null;
    this.#step = step;
  }
}
