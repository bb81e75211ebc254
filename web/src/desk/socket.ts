//! The desk's one connection: opens it, numbers what is asked, says that the page lives, and opens it again
//! for as long as it is wanted.

import { backOff } from '../live/follow';
import { read, type Asked, type Told, type Trouble } from './protocol';

/**
 * How the connection stands. `superseded`: another window took over, and this one waits to be asked.
 * `over`: the centre closed it and said why; it is tried again. `denied`: this account has no desk.
 */
export type Standing = 'connecting' | 'live' | 'broken' | 'superseded' | 'over' | 'denied';

/** What the shell needs of a WebSocket. */
export interface Line {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close?: { code: number }) => void) | null;
}

export interface World {
  open(): Line;
  /** The frame that begins a connection. */
  hello(): Asked;
  /** Calls again and again, a beat apart, even while the page is in the background; gives back the way to stop. */
  ticks(every: number, tick: () => void): () => void;
  after(time: number, then: () => void): () => void;
  visible(): boolean;
  now(): number;
  /** After connections that never came about: whether there is a desk for this account at all. */
  allowed(): Promise<boolean>;
}

export interface Listener {
  told(frame: Told): void;
  standing(standing: Standing, why: string | null): void;
  /** A live connection on which nothing is answered any more, or is again. */
  quiet(quiet: boolean): void;
}

const BEAT = 2_000;
/** The centre answers every beat; silence beyond this is a connection that is gone, milliseconds. */
const SILENCE = 6_000;
/** A beat that is not answered within this makes the connection a quiet one: with the beat before, 3 s at the most. */
const ANSWERED = 900;
/** Own ticks that are further apart than this: the browser let the page stand still, milliseconds. */
const FROZEN = 5_000;
/** Longest wait for the answer to a frame, milliseconds. */
const WITHIN = 8_000;
/** A connection that lived so long was a good one, milliseconds: the next failure is the first. */
const STEADY = 10_000;
/** After so many failures in a row, ask whether there is a desk at all. */
const DOUBT = 2;

/** The frame could not be sent, or its answer did not come. */
export const UNREACHABLE: Trouble = { code: 'unreachable', detail: '' };
/** It was not even sent: what a person wants done is wanted now, not when the connection comes back. */
export const NOT_SENT: Trouble = { code: 'not-sent', detail: '' };
/** What may be late: a note says which version it follows, and the offer of a telephone is nobody's wish. */
const MAY_BE_LATE: ReadonlySet<Asked['type']> = new Set(['note', 'phone_offer']);
/** The centre closed the connection because of the size of this frame: it would do so again. */
export const TOO_LARGE: Trouble = { code: 'too-large', detail: '' };
/** How a WebSocket says that a message was too big (RFC 6455, 7.4.1). */
const TOO_BIG = 1009;

interface Waiting {
  /** Characters of the frame. */
  size: number;
  settle(trouble: Trouble | null): void;
  cancel(): void;
}

export class Socket {
  readonly #world: World;
  readonly #listener: Listener;
  readonly #waiting = new Map<number, Waiting>();
  #line: Line | null = null;
  #standing: Standing = 'connecting';
  #failures = 0;
  #welcomed: number | null = null;
  #id = 0;
  #beat = 0;
  #heard = 0;
  #ticked = 0;
  #froze = false;
  #quiet = false;
  #stopTicks: (() => void) | null = null;
  #stopDoubt: (() => void) | null = null;
  #stopWait: (() => void) | null = null;
  #closed = false;

  constructor(world: World, listener: Listener) {
    this.#world = world;
    this.#listener = listener;
    this.#connect();
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Whether the page itself stood still since the connection was last known to be well. */
  get froze(): boolean {
    return this.#froze;
  }

  /** The network says that it is gone. */
  offline(): void {
    if (this.#standing === 'live') this.#hush(true);
  }

  /** Null when the centre did it, what was wrong otherwise. Never rejects. */
  ask(asked: Asked): Promise<Trouble | null> {
    const gone = this.#standing !== 'live' || this.#line === null;
    if ((gone || this.#quiet) && !MAY_BE_LATE.has(asked.type)) return Promise.resolve(NOT_SENT);
    if (gone || this.#line === null) return Promise.resolve(UNREACHABLE);
    return this.#send(this.#line, asked);
  }

  /** Connects at once: somebody wants the desk here, or the network is back. */
  again(): void {
    if (this.#closed || this.#standing === 'live' || (this.#line !== null && this.#standing === 'connecting')) return;
    this.#stopWait?.();
    this.#failures = 0;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#stopWait?.();
    this.#drop();
  }

  #connect(): void {
    this.#drop();
    this.#stand(this.#failures === 0 ? 'connecting' : 'broken');
    const line = this.#world.open();
    this.#line = line;
    this.#heard = this.#world.now();
    this.#ticked = this.#heard;
    const mine = (does: () => void) => () => {
      if (this.#line === line) does();
    };
    line.onopen = mine(() => void this.#send(line, this.#world.hello()));
    line.onclose = (close) => {
      if (this.#line !== line) return;
      if (close?.code === TOO_BIG) this.#settleLargest();
      this.#lost();
    };
    line.onmessage = (message) => {
      if (this.#line === line && typeof message.data === 'string') this.#hear(message.data);
    };
    this.#stopTicks = this.#world.ticks(BEAT, () => this.#tick(line));
  }

  #tick(line: Line): void {
    if (this.#line !== line) return;
    const now = this.#world.now();
    if (now - this.#ticked > FROZEN) this.#froze = true;
    this.#ticked = now;
    if (now - this.#heard > SILENCE) {
      this.#lost();
      return;
    }
    if (this.#standing !== 'live') return;
    this.#beat += 1;
    line.send(JSON.stringify({ type: 'beat', n: this.#beat, visible: this.#world.visible() }));
    this.#stopDoubt?.();
    this.#stopDoubt = this.#world.after(ANSWERED, () => {
      if (this.#line === line && this.#heard <= now) this.#hush(true);
    });
  }

  #hush(quiet: boolean): void {
    if (this.#quiet === quiet) return;
    this.#quiet = quiet;
    this.#listener.quiet(quiet);
  }

  #hear(text: string): void {
    this.#heard = this.#world.now();
    this.#hush(false);
    const frame = read(text);
    if (frame === null) return;
    switch (frame.type) {
      case 'done':
        this.#settle(frame.id, null);
        return;
      case 'refused':
        if (frame.id !== null) this.#settle(frame.id, frame.problem);
        return;
      case 'welcome':
        this.#welcomed = this.#world.now();
        this.#listener.told(frame);
        this.#froze = false;
        this.#stand('live');
        return;
      case 'superseded':
        this.#drop();
        this.#stand('superseded');
        return;
      case 'over':
        this.#drop();
        this.#retry('over', frame.why);
        return;
      default:
        this.#listener.told(frame);
    }
  }

  #lost(): void {
    this.#drop();
    this.#retry('broken', null);
  }

  #retry(standing: Standing, why: string | null): void {
    if (this.#closed) return;
    // One that is closed again and again as soon as it is there must not be opened in a circle.
    if (this.#welcomed !== null && this.#world.now() - this.#welcomed >= STEADY) this.#failures = 0;
    this.#welcomed = null;
    this.#failures += 1;
    this.#stand(standing, why);
    const wait = backOff(this.#failures, Math.random());
    const due = this.#world.now() + wait;
    this.#stopWait = this.#world.after(wait, () => {
      if (this.#world.now() - due > FROZEN) this.#froze = true;
      void this.#try();
    });
  }

  async #try(): Promise<void> {
    // A browser does not say why a WebSocket was refused: the API does.
    if (this.#failures >= DOUBT && !(await this.#world.allowed())) {
      if (!this.#closed) this.#stand('denied');
      return;
    }
    if (!this.#closed && this.#line === null) this.#connect();
  }

  #send(line: Line, asked: Asked): Promise<Trouble | null> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve) => {
      const settle = (trouble: Trouble | null): void => {
        this.#waiting.delete(id);
        resolve(trouble);
      };
      const frame = JSON.stringify({ id, ...asked });
      this.#waiting.set(id, { size: frame.length, settle, cancel: this.#world.after(WITHIN, () => settle(UNREACHABLE)) });
      line.send(frame);
    });
  }

  #settle(id: number, trouble: Trouble | null): void {
    const waiting = this.#waiting.get(id);
    waiting?.cancel();
    waiting?.settle(trouble);
  }

  /** Of all that waits, the largest was too large. */
  #settleLargest(): void {
    const [largest] = [...this.#waiting].sort(([, one], [, other]) => other.size - one.size);
    if (largest) this.#settle(largest[0], TOO_LARGE);
  }

  /** Ends the connection there is; what waits for an answer will get none. */
  #drop(): void {
    const line = this.#line;
    this.#line = null;
    this.#stopTicks?.();
    this.#stopTicks = null;
    this.#stopDoubt?.();
    this.#stopDoubt = null;
    this.#hush(false);
    for (const id of [...this.#waiting.keys()]) this.#settle(id, UNREACHABLE);
    line?.close();
  }

  #stand(standing: Standing, why: string | null = null): void {
    this.#standing = standing;
    this.#listener.standing(standing, why);
  }
}
