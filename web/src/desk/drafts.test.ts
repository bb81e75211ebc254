import { expect, test } from 'vitest';
import { Drafts } from './drafts';

test('what is begun about a contact shows under no other, and goes with it', () => {
  const drafts = new Drafts();
  const sought = { by: 'card', text: '6221', born: '' } as const;
  drafts.keep('C-1', 'sought', sought);
  drafts.keep('C-1', 'answer', 'at once');
  drafts.keep('C-2', 'answer', 'good day');
  expect([drafts.of('C-1', 'sought'), drafts.of('C-2', 'sought'), drafts.of('C-2', 'answer')]).toEqual([sought, null, 'good day']);
  drafts.keep('C-1', 'sought', null);
  expect([drafts.of('C-1', 'sought'), drafts.of('C-1', 'answer')]).toEqual([null, 'at once']);
  drafts.only(['C-2', 'C-3']);
  expect([drafts.of('C-1', 'answer'), drafts.of('C-2', 'answer')]).toEqual([null, 'good day']);
  drafts.only([]);
  expect(drafts.of('C-2', 'answer')).toBeNull();
});
