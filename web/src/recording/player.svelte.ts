//! Plays one recording: an audio element with a ticket, a loop, a speed.

import { asProblem, Problem } from '../api/problem';
import { looped, type Range, speedAfter, stepped } from './position';
import type { Recording, Ticket } from './recording';

/** Sound that breaks this soon after its ticket was given is broken itself, in milliseconds. */
const SOUND = 5_000;

/** `idle`: nobody has played it yet. */
export type Playing = 'idle' | 'opening' | 'playing' | 'paused' | 'failed';

export class Player {
  readonly duration: number;
  /** When it was recorded, milliseconds since 1970; not a number when nobody knows. */
  readonly begun: number;
  readonly #audio: HTMLAudioElement;
  readonly #ticket: () => Promise<Ticket>;
  #state = $state<Playing>('idle');
  #at = $state(0);
  #speed = $state(1);
  #loop = $state.raw<Range | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #expires = 0;
  #opened = 0;
  #wanted = false;
  #frame = 0;

  constructor(audio: HTMLAudioElement, recording: Recording, ask: () => Promise<Ticket>) {
    this.#audio = audio;
    this.duration = recording.duration_s ?? 0;
    this.begun = Date.parse(recording.started ?? '');
    this.#ticket = ask;
    audio.preservesPitch = true;
    audio.addEventListener('playing', () => this.#run());
    audio.addEventListener('pause', () => this.#rest());
    audio.addEventListener('ended', () => this.#rest());
    audio.addEventListener('error', () => this.#broken());
  }

  get state(): Playing {
    return this.#state;
  }
  get at(): number {
    return this.#at;
  }
  get speed(): number {
    return this.#speed;
  }
  get loop(): Range | null {
    return this.#loop;
  }
  get problem(): Problem | null {
    return this.#problem;
  }

  toggle(): void {
    if (this.#wanted) this.pause();
    else void this.play();
  }

  async play(): Promise<void> {
    this.#wanted = true;
    const lead = looped(this.#at, this.#loop);
    if (lead !== null) this.seek(lead);
    else if (this.#at >= this.duration - 0.05) this.seek(0);
    if (Date.now() >= this.#expires && !(await this.#open())) return;
    // Whoever paused while it was opened hears nothing.
    if (this.#wanted) await this.#audio.play().catch(() => {});
  }

  pause(): void {
    this.#wanted = false;
    this.#audio.pause();
    if (this.#state === 'opening') this.#state = 'paused';
  }

  seek(to: number): void {
    this.#at = stepped(to, 0, this.duration);
    if (this.#expires > 0) this.#audio.currentTime = this.#at;
  }

  step(by: number): void {
    this.seek(this.#at + by);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#audio.playbackRate = speed;
  }

  faster(by: 1 | -1): void {
    this.setSpeed(speedAfter(this.#speed, by));
  }

  /** A range is played over and over; null plays on. */
  repeat(range: Range | null): void {
    this.#loop = range;
    const lead = looped(this.#at, range);
    if (lead !== null) this.seek(lead);
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#wanted = false;
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
  }

  async #open(): Promise<boolean> {
    this.#state = 'opening';
    this.#problem = null;
    try {
      const { url, expires } = await this.#ticket();
      this.#audio.src = url;
      this.#audio.playbackRate = this.#speed;
      this.#audio.currentTime = this.#at;
      this.#expires = Date.parse(expires);
      this.#opened = Date.now();
      return true;
    } catch (thrown) {
      this.#fail(asProblem(thrown));
      return false;
    }
  }

  /** A ticket that is over, or used up, breaks the audio: another one is asked for, from the same place. */
  #broken(): void {
    if (!this.#audio.hasAttribute('src')) return;
    const over = this.#state === 'playing' && Date.now() - this.#opened >= SOUND;
    this.#expires = 0;
    if (over && this.#wanted) void this.play();
    else this.#fail(new Problem('unexpected', this.#audio.error?.message ?? ''));
  }

  #fail(problem: Problem): void {
    this.#problem = problem;
    this.#wanted = false;
    this.#state = 'failed';
  }

  #run(): void {
    this.#state = 'playing';
    cancelAnimationFrame(this.#frame);
    const frame = (): void => {
      this.#at = Math.min(this.duration, this.#audio.currentTime);
      const lead = this.#loop && this.#at >= this.#loop.to ? this.#loop.from : null;
      if (lead !== null) this.seek(lead);
      this.#frame = requestAnimationFrame(frame);
    };
    frame();
  }

  #rest(): void {
    cancelAnimationFrame(this.#frame);
    // A range that reaches to the very end is a loop as well.
    if (this.#audio.ended && this.#loop && this.#wanted) {
      this.seek(this.#loop.from);
      void this.#audio.play().catch(() => {});
      return;
    }
    if (this.#audio.ended) this.#at = this.duration;
    this.#wanted = false;
    if (this.#state !== 'failed') this.#state = 'paused';
  }
}
