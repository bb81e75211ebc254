import { expect, test } from 'vitest';
import type { Contact } from '../api/client';
import { read, withField, write } from './filter';
import { refreshed, withOlder, withWaiting, type Rows } from './merge';

const contact = (number: number, phase = 'talking'): Contact => ({
  id: `C-${number}`, phase, opened_at: '', closed_at: null, reason: null, line: 'l', language: 'en', customer: null,
  verified: false, caller: null, queue: null, agent: null, wait: null, talk: null,
});
const contacts = (...numbers: number[]): Contact[] => numbers.map((number) => contact(number));
const said = (rows: Rows): [string, string] => [
  rows.shown.map((row) => (row.phase === 'closed' ? `(${row.id})` : row.id)).join(' '),
  rows.waiting.map((row) => row.id).join(' '),
];

test('rows keep their places, and new ones wait', () => {
  const begun = refreshed({ shown: [], waiting: [] }, contacts(9, 8), false, false);
  expect(said(begun)).toEqual(['C-9 C-8', '']);
  const later = refreshed(begun, [contact(11), contact(10), contact(9, 'closed')], false, false);
  expect(said(later)).toEqual(['(C-9) C-8', 'C-11 C-10']);
  expect(said(withWaiting(later))).toEqual(['C-11 C-10 (C-9) C-8', '']);
  expect(said(withOlder(later, contacts(8, 7, 6)))).toEqual(['(C-9) C-8 C-7 C-6', 'C-11 C-10']);
});

test('an open contact that is no longer listed has been closed, if it would be on the page', () => {
  const rows: Rows = { shown: contacts(9, 8, 3), waiting: [] };
  expect(said(refreshed(rows, contacts(10, 8), true, false))).toEqual(['(C-9) C-8 C-3', 'C-10']);
  expect(said(refreshed(rows, contacts(8), true, true))).toEqual(['(C-9) C-8 (C-3)', '']);
  expect(said(refreshed(rows, contacts(8), false, true))).toEqual(['C-9 C-8 C-3', '']);
});

test('a filter survives the address', () => {
  for (const address of ['', 'open=true', 'open=false&queue=cards', 'queue=a&agent=A-7&line=hotline-ko']) {
    expect(write(read(new URLSearchParams(address))).toString(), address).toBe(address);
  }
  expect(read(new URLSearchParams('open=maybe&queue=+&x=1'))).toEqual({});
  expect(withField({ queue: 'a' }, 'open', 'true')).toEqual({ open: true, queue: 'a' });
  expect(withField({ queue: 'a', open: true }, 'queue', '')).toEqual({ open: true });
});
