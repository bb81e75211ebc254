//! Between the desk and a telephone in a window of its own: what one does, the other shows.

import type { Grade } from '../phone/quality';
import type { PhoneStanding } from '../phone/phone.svelte';

/** How the telephone in the other window fares. */
export interface Afar {
  standing: PhoneStanding;
  muted: boolean;
  grade: Grade | null;
}

type Message = { says: 'how'; afar: Afar } | { says: 'ask' } | { says: 'mute'; muted: boolean };

export interface Hears {
  how?(afar: Afar): void;
  asked?(): void;
  mute?(muted: boolean): void;
}

export class Relay {
  readonly #channel: BroadcastChannel;

  constructor(agent: string, hears: Hears) {
    this.#channel = new BroadcastChannel(`heliotrope.phone.${agent}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.says === 'how') hears.how?.(data.afar);
      else if (data.says === 'ask') hears.asked?.();
      else hears.mute?.(data.muted);
    };
  }

  /** The telephone tells how it fares. */
  tell(afar: Afar): void {
    this.#say({ says: 'how', afar });
  }

  /** The desk asks how the telephone fares. */
  ask(): void {
    this.#say({ says: 'ask' });
  }

  mute(muted: boolean): void {
    this.#say({ says: 'mute', muted });
  }

  close(): void {
    this.#channel.close();
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }
}
