import { expect, test } from 'vitest';
import { bytes, Notes, type Keeper } from './notes';
import type { Trouble } from './protocol';

/** A keeper whose time and centre the test plays. */
function played(stored: string | null = null) {
  const sent: { contact: string; version: number; text: string; answer: (trouble: Trouble | null) => void }[] = [];
  const due: (() => void)[] = [];
  const keeper: Keeper = {
    send: (contact, version, text) => new Promise((answer) => sent.push({ contact, version, text, answer })),
    after: (_, then) => {
      due.push(then);
      return () => due.splice(due.indexOf(then), 1);
    },
    load: () => stored,
    save: (drafts) => (stored = drafts),
    changed: () => {},
  };
  const notes = new Notes(keeper);
  return { notes, sent, stored: () => stored, pause: () => due.splice(0).forEach((then) => then()) };
}
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

test('what is typed is kept with its version, once the agent pauses', () => {
  const { notes, sent, stored, pause } = played();
  notes.type('C-1', 2, 'a');
  notes.type('C-1', 2, 'ab');
  expect(sent).toEqual([]);
  expect(stored()).toContain('ab');
  pause();
  expect(sent).toMatchObject([{ contact: 'C-1', version: 2, text: 'ab' }]);
  expect(notes.saving('C-1')).toBe('saving');
  expect(notes.kept('C-1', 3)).toBe('ab');
  expect(notes.saving('C-1')).toBe('kept');
  expect(stored()).toBeNull();
  expect(notes.kept('C-1', 4)).toBeNull();
});

test('what is typed while a note is on its way follows it, made from the version it became', () => {
  const { notes, sent, stored, pause } = played();
  notes.type('C-1', 0, 'a');
  pause();
  notes.type('C-1', 0, 'ab');
  pause();
  expect(sent.length).toBe(1);
  expect(notes.kept('C-1', 1)).toBe('a');
  expect(stored()).toContain('ab');
  pause();
  expect(sent[1]).toMatchObject({ version: 1, text: 'ab' });
});

test('whoever types without a pause is saved as well', () => {
  const { notes, sent, pause } = played();
  for (let key = 0; key < 20; key += 1) notes.type('C-1', 0, 'x'.repeat(key + 1));
  expect(sent.length).toBe(1);
  // Much was typed while the first was on its way: it follows.
  notes.kept('C-1', 1);
  pause();
  expect(sent[1]).toMatchObject({ version: 1, text: 'x'.repeat(20) });
});

test('a lost connection, a reload, a refusal: the text stays', async () => {
  const first = played();
  first.notes.type('C-1', 5, 'typed');
  first.pause();
  first.sent[0]?.answer({ code: 'unreachable', detail: '' });
  await settled();
  expect(first.notes.saving('C-1')).toBe('waiting');
  const second = played(first.stored());
  expect(second.notes.text('C-1', 'old')).toBe('typed');
  second.notes.flushAll();
  expect(second.sent).toMatchObject([{ contact: 'C-1', version: 5, text: 'typed' }]);
  second.sent[0]?.answer({ code: 'not-found', detail: 'gone' });
  await settled();
  expect(second.notes.saving('C-1')).toBe('refused');
  expect(second.notes.open).toEqual(['C-1']);
  expect(second.stored()).toContain('typed');
});

test('a page that is loaded anew knows its own text again, whose answer it did not hear', () => {
  const first = played();
  first.notes.type('C-1', 0, 'asks');
  first.pause();
  first.notes.type('C-1', 0, 'asks about');
  const second = played(first.stored());
  second.notes.flushAll();
  expect(second.sent).toMatchObject([{ version: 0, text: 'asks about' }]);
  second.notes.overtaken('C-1', 1, 'asks');
  expect(second.notes.newer('C-1')).toBeNull();
  expect(second.sent[1]).toMatchObject({ version: 1, text: 'asks about' });
  expect(second.notes.kept('C-1', 2)).toBe('asks about');
  second.notes.type('C-1', 2, 'asks about it');
  second.pause();
  second.notes.overtaken('C-1', 3, 'asks');
  expect(second.notes.newer('C-1')).toBe('asks');
});

test('what was written elsewhere meanwhile replaces nothing unasked', () => {
  const cases = { mine: 'mine', theirs: null, both: 'theirs\nmine' } as const;
  for (const [which, expected] of Object.entries(cases)) {
    const { notes, sent, pause } = played();
    notes.type('C-1', 1, 'mine');
    pause();
    notes.overtaken('C-1', 7, 'theirs');
    expect(notes.text('C-1', 'theirs')).toBe('mine');
    expect(notes.newer('C-1')).toBe('theirs');
    notes.choose('C-1', which as keyof typeof cases);
    if (expected === null) expect(notes.text('C-1', 'theirs')).toBe('theirs');
    else expect(sent[1]).toMatchObject({ version: 7, text: expected });
  }
});

test('storage that holds nonsense is an empty one, and bytes are those of UTF-8', () => {
  for (const nonsense of ['', '{', '[1]', '{"C-1":{}}', '{"C-1":{"text":1,"version":1}}']) expect(played(nonsense).notes.open).toEqual([]);
  expect(bytes('a김')).toBe(4);
});
