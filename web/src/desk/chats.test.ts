import { expect, test } from 'vitest';
import { chatted, looked, next, NONE, unread, type Chats } from './chats';
import type { Chat, Message, Told } from './protocol';

const chat = (id: string, phase: Chat['phase'] = 'talking'): Chat => ({
  id,
  queue: 'talk',
  line: 'web',
  language: 'ko',
  opened: '2026-11-26T02:12:40.000Z',
  waited_s: 1,
  level: 'unknown',
  known: { how: null, third_party: false, holders: 0 },
  view: null,
  phase,
  since: '2026-11-26T02:12:41.000Z',
  accept_until: null,
  wrap_up_until: null,
  disposition: null,
});
const said = (number: number, from: Message['from'] = 'customer'): Message => ({ number, from, at: '2026-11-26T02:13:00.000Z', text: `text ${number}` });
const play = (frames: readonly (Told | { show: string | null })[], from: Chats = NONE): Chats =>
  frames.reduce((chats: Chats, frame) => ('show' in frame ? looked(chats, frame.show) : chatted(chats, frame)), from);
const numbers = (chats: Chats, id: string): number[] => (chats.said[id] ?? []).map(({ number }) => number);

test('what is said is in order, each once, and unread until it is looked at or answered', () => {
  const before = play([
    { type: 'chat', chat: chat('C-1', 'offered') },
    { type: 'chat', chat: chat('C-2') },
    { type: 'chat_said', contact: 'C-1', messages: [said(2)] },
    { type: 'chat_said', contact: 'C-1', messages: [said(1), said(2)] },
  ]);
  expect(numbers(before, 'C-1')).toEqual([1, 2]);
  expect([unread(before, 'C-1'), unread(before, 'C-2')]).toEqual([2, 0]);
  const after = play([{ show: 'C-1' }, { type: 'chat_said', contact: 'C-1', messages: [said(3)] }, { show: 'C-2' }], before);
  expect(unread(after, 'C-1')).toBe(0);
  const more = play([{ type: 'chat_said', contact: 'C-1', messages: [said(4)] }], after);
  expect(unread(more, 'C-1')).toBe(1);
  expect(unread(play([{ type: 'chat_said', contact: 'C-1', messages: [said(5, 'agent')] }], more), 'C-1')).toBe(0);
});

test('the call and the chats are gone through in turn', () => {
  const two = play([{ type: 'chat', chat: chat('C-1') }, { type: 'chat', chat: chat('C-2') }]);
  const turns = (call: boolean, from: Chats): (string | null)[] => {
    let chats = from;
    return [1, 2, 3, 4].map(() => (chats = looked(chats, next(chats, call))).shown);
  };
  expect(turns(true, two)).toEqual(['C-1', 'C-2', null, 'C-1']);
  expect(turns(false, two)).toEqual(['C-1', 'C-2', 'C-1', 'C-2']);
  expect(next(NONE, true)).toBe(null);
});

test('what the bank says of a chat’s customer is taken by its contact, and of nobody’s by none', () => {
  const known = (id: string): Chat => ({ ...chat(id), level: 'matched', view: { customer: id, cards: { state: 'late', asked: '', overdue: false, stale: null } } as unknown as Chat['view'] });
  const came: Told = { type: 'view', contact: 'C-2', panel: 'cards', value: { state: 'ready', as_of: '', value: [] } };
  const cards = (chats: Chats): (string | undefined)[] => chats.hand.map(({ view }) => view?.cards.state);
  expect(cards(play([{ type: 'chat', chat: known('C-1') }, { type: 'chat', chat: known('C-2') }, { type: 'chat', chat: chat('C-3') }, came]))).toEqual(['late', 'ready', undefined]);
  const before = play([{ type: 'chat', chat: chat('C-2') }]);
  expect(chatted(before, came), 'a view that is taken away does not come back in part').toBe(before);
});

test('a chat that is gone is shown no more, and a connection that is made anew says all again', () => {
  const shown = play([{ type: 'chat', chat: chat('C-1') }, { type: 'chat_said', contact: 'C-1', messages: [said(1)] }, { show: 'C-1' }]);
  expect(shown.shown).toBe('C-1');
  expect(play([{ type: 'chat_gone', contact: 'C-1' }], shown)).toEqual(NONE);
  const welcome = { type: 'welcome', chats: [chat('C-1'), chat('C-3')] } as unknown as Told;
  const again = play([welcome, { type: 'chat_said', contact: 'C-1', messages: [said(1), said(2)] }], shown);
  expect([again.shown, again.hand.length, numbers(again, 'C-1'), unread(again, 'C-1')]).toEqual(['C-1', 2, [1, 2], 0]);
});
