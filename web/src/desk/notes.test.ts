import { expect, test } from 'vitest';
import { bytes, excess, Notes, type Keeper } from './notes';
import type { Trouble } from './protocol';

/** A keeper whose time and centre the test plays. */
function played(stored: string | null = null, limit = 8_192) {
  const sent: { contact: string; version: number; text: string; answer: (trouble: Trouble | null) => void }[] = [];
  const due: (() => void)[] = [];
  const keeper: Keeper = {
    send: (contact, version, text) => new Promise((answer) => sent.push({ contact, version, text, answer })),
    limit: () => limit,
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

test('half a character is no text and is never sent', () => {
  const { notes, sent, pause } = played(JSON.stringify({ 'C-2': { text: 'old \udf4e', version: 0 } }));
  notes.type('C-1', 0, 'half \ud83c emoji, whole \ud83c\udf4e');
  pause();
  notes.flush('C-2');
  expect(sent.map(({ text }) => text)).toEqual(['half \ufffd emoji, whole \ud83c\udf4e', 'old \ufffd']);
});

test('the refusal of what was overtaken says nothing of what was sent after it', async () => {
  const first = played();
  first.notes.type('C-1', 0, 'asks');
  first.pause();
  first.notes.type('C-1', 0, 'asks about the limit');
  const second = played(first.stored());
  second.notes.flushAll();
  second.notes.overtaken('C-1', 1, 'asks');
  expect(second.sent[1]).toMatchObject({ version: 1, text: 'asks about the limit' });
  second.sent[0]?.answer({ code: 'conflict', detail: 'there is a newer note' });
  await settled();
  expect(second.notes.saving('C-1')).toBe('saving');
  expect(second.notes.kept('C-1', 2)).toBe('asks about the limit');
  expect(second.notes.saving('C-1')).toBe('kept');
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

test('a note above the limit is never sent, stays with the agent, and is saved once it is short enough', () => {
  const long = '약'.repeat(3_000);
  const first = played();
  first.notes.type('C-1', 2, long);
  first.pause();
  first.notes.flush('C-1');
  first.notes.flushAll();
  for (let key = 0; key < 20; key += 1) first.notes.type('C-1', 2, `${long}${key}`);
  expect(first.sent).toEqual([]);
  expect(first.notes.saving('C-1')).toBe('long');
  expect(first.notes.excess('C-1')).toBe(272);
  const second = played(first.stored());
  second.notes.flushAll();
  second.notes.flushAll();
  expect(second.sent).toEqual([]);
  expect(second.notes.saving('C-1')).toBe('long');
  expect(second.notes.text('C-1', '')).toBe(`${long}19`);
  second.notes.type('C-1', 2, '약'.repeat(2_730));
  second.pause();
  expect(second.sent).toMatchObject([{ version: 2, text: '약'.repeat(2_730) }]);
});

test('a note that grew too long while a shorter one was on its way waits, too', () => {
  const { notes, sent, pause } = played(null, 4);
  notes.type('C-1', 0, 'abcd');
  pause();
  notes.type('C-1', 0, 'abcde');
  expect(notes.kept('C-1', 1)).toBe('abcd');
  expect(notes.saving('C-1')).toBe('long');
  pause();
  expect(sent.length).toBe(1);
});

test('what closed the connection by its size is not sent again until it was changed', async () => {
  const { notes, sent } = played(null, Number.POSITIVE_INFINITY);
  notes.type('C-1', 0, 'much');
  notes.flush('C-1');
  sent[0]?.answer({ code: 'too-large', detail: '' });
  await settled();
  expect(notes.saving('C-1')).toBe('long');
  notes.flushAll();
  notes.flush('C-1');
  expect(sent.length).toBe(1);
  notes.type('C-1', 0, 'less');
  notes.flush('C-1');
  expect(sent.length).toBe(2);
});

test('a text that is sent again and again stands in the storage once', async () => {
  const { notes, sent, stored } = played();
  const text = 'x'.repeat(4_000);
  notes.type('C-1', 0, text);
  for (let attempt = 0; attempt < 6; attempt += 1) {
    notes.flushAll();
    sent.at(-1)?.answer({ code: 'unreachable', detail: '' });
    await settled();
  }
  expect(sent.length).toBe(6);
  expect(stored()?.length).toBeLessThan(text.length + 200);
});

test('a text can be discarded, and all are forgotten when somebody goes', () => {
  const { notes, sent, stored, pause } = played();
  notes.type('C-1', 0, 'a');
  notes.type('C-2', 0, 'b');
  notes.discard('C-1');
  expect(notes.open).toEqual(['C-2']);
  expect(stored()).not.toContain('C-1');
  notes.clear();
  pause();
  expect(notes.open).toEqual([]);
  expect(stored()).toBeNull();
  expect(sent).toEqual([]);
});

test('storage that holds nonsense is an empty one, and bytes are those of UTF-8', () => {
  for (const nonsense of ['', '{', '[1]', '{"C-1":{}}', '{"C-1":{"text":1,"version":1}}']) expect(played(nonsense).notes.open).toEqual([]);
  expect(bytes('a김')).toBe(4);
  const cases: [string, number, number][] = [['abc', 3, 0], ['abc', 1, 2], ['a김', 3, 1], ['é김😀', 5, 1], ['é😀😀', 6, 1], ['é😀😀', 2, 2], ['', 0, 0], ['a', Number.POSITIVE_INFINITY, 0]];
  for (const [text, limit, over] of cases) expect(excess(text, limit), text).toBe(over);
});
