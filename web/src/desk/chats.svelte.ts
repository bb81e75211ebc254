//! The chats of the agent's workplace: those in hand, which of them is looked at, and what is said in them.

import { chatted, looked, next, NONE, type Chats } from './chats';
import type { Asked, Chat, Trouble, Told } from './protocol';

export class ChatWork {
  readonly #ask: (asked: Asked) => Promise<Trouble | null>;
  #all = $state.raw<Chats>(NONE);
  /** The page's own number of what was sent last: it rises, also over windows. */
  #sent = 0;

  constructor(ask: (asked: Asked) => Promise<Trouble | null>) {
    this.#ask = ask;
  }

  get all(): Chats {
    return this.#all;
  }

  get hand(): readonly Chat[] {
    return this.#all.hand;
  }

  /** The chat that is looked at; null while the call is, or nothing. */
  get shown(): Chat | null {
    return this.#all.hand.find(({ id }) => id === this.#all.shown) ?? null;
  }

  /** Looks at a chat, or with null at the call. */
  look(chat: string | null): void {
    this.#all = looked(this.#all, chat);
  }

  /** Looks at what comes next in hand; `call`: whether there is one. */
  turn(call: boolean): void {
    this.look(next(this.#all, call));
  }

  /** Says something in a chat; what comes of it is shown where it was typed. */
  say(contact: string, text: string): Promise<Trouble | null> {
    this.#sent = Math.max(this.#sent + 1, Date.now());
    return this.#ask({ type: 'say', contact, sent: this.#sent, text });
  }

  /** Takes what the centre tells. The first chat of an agent without a call is looked at as it comes. */
  take(frame: Told, call: boolean): void {
    const isFirst = frame.type === 'chat' && this.#all.shown === null && !call;
    this.#all = chatted(this.#all, frame);
    if (isFirst) this.look(frame.chat.id);
  }
}
