//! The chats on the desk as a value: who writes, what was said, what nobody has looked at yet.

import type { Chat, Message, Told } from './protocol';
import { viewed } from './served';

export interface Chats {
  /** In hand, oldest first. */
  hand: readonly Chat[];
  said: Readonly<Record<string, readonly Message[]>>;
  /** The last message that was looked at, by chat. */
  read: Readonly<Record<string, number>>;
  /** The chat that is looked at; none while the call is, or nothing. */
  shown: string | null;
}

export const NONE: Chats = { hand: [], said: {}, read: {}, shown: null };

/** The chats after a frame; the same value when it is about something else. */
export function chatted(chats: Chats, frame: Told): Chats {
  switch (frame.type) {
    case 'welcome': {
      // What was said follows, chat by chat.
      const hand = frame.chats ?? [];
      return seen({ hand, said: {}, read: chats.read, shown: hand.some(({ id }) => id === chats.shown) ? chats.shown : null });
    }
    case 'chat': {
      const known = chats.hand.some(({ id }) => id === frame.chat.id);
      const hand = known ? chats.hand.map((chat) => (chat.id === frame.chat.id ? frame.chat : chat)) : [...chats.hand, frame.chat];
      return { ...chats, hand };
    }
    case 'view': {
      const of = chats.hand.find(({ id }) => id === frame.contact);
      return of === undefined || of.view === null ? chats : { ...chats, hand: chats.hand.map((chat) => (chat === of ? viewed(chat, frame) : chat)) };
    }
    case 'chat_said': {
      const said = { ...chats.said, [frame.contact]: joined(chats.said[frame.contact] ?? [], frame.messages) };
      return seen({ ...chats, said });
    }
    case 'chat_gone': {
      const { [frame.contact]: _said, ...said } = chats.said;
      const { [frame.contact]: _read, ...read } = chats.read;
      const hand = chats.hand.filter(({ id }) => id !== frame.contact);
      return { hand, said, read, shown: chats.shown === frame.contact ? null : chats.shown };
    }
    default:
      return chats;
  }
}

/** The chats with this one looked at; none with null. */
export function looked(chats: Chats, shown: string | null): Chats {
  return seen({ ...chats, shown: chats.hand.some(({ id }) => id === shown) ? shown : null });
}

/** What the customer said that nobody has looked at, and no agent has answered. */
export function unread(chats: Chats, contact: string): number {
  const said = chats.said[contact] ?? [];
  const answered = said.findLast(({ from }) => from === 'agent')?.number ?? 0;
  const from = Math.max(answered, chats.read[contact] ?? 0);
  return said.filter((message) => message.from === 'customer' && message.number > from).length;
}

/** What comes after what is looked at, and round again: the call, then each chat. `call`: whether there is one. */
export function next(chats: Chats, call: boolean): string | null {
  const places: readonly (string | null)[] = [...(call ? [null] : []), ...chats.hand.map(({ id }) => id)];
  return places[(places.indexOf(chats.shown) + 1) % places.length] ?? null;
}

/** What is looked at is read. */
function seen(chats: Chats): Chats {
  const last = chats.shown === null ? undefined : chats.said[chats.shown]?.at(-1)?.number;
  return chats.shown === null || last === undefined ? chats : { ...chats, read: { ...chats.read, [chats.shown]: last } };
}

/** Each message once, in order, whatever way it came. */
function joined(before: readonly Message[], more: readonly Message[]): readonly Message[] {
  const all = new Map([...before, ...more].map((message) => [message.number, message]));
  return [...all.values()].sort((one, other) => one.number - other.number);
}
