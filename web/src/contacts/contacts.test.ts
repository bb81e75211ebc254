import { expect, test } from 'vitest';
import type { Contact } from '../api/client';
import { asked, fits, listAddress, PHASES, read, unread, withField, write } from './filter';
import { filterOf, type View, viewOf } from './views';
import { refreshed, withOlder, withWaiting, type Rows } from './merge';

const contact = (number: number, phase = 'talking'): Contact => ({
  id: `C-${number}`, phase, opened_at: new Date(number * 1_000).toISOString(), closed_at: null, reason: null, line: 'l', language: 'en', customer: null,
  verified: false, caller: null, queue: null, agent: null, wait: null, talk: null, disposition: null, imported: false, odd: [], outcome: null,
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

test('contacts of imported logs have ids in no order: their time is what counts', () => {
  const drawn = (id: string, second: number): Contact => ({ ...contact(second, 'closed'), id });
  const begun = refreshed({ shown: [], waiting: [] }, [drawn('C-5861631249556341', 30), drawn('C-6326953434674721', 20)], false, false);
  const same = [drawn('C-5861631249556341', 30), drawn('C-6326953434674721', 20), drawn('C-9', 20)];
  expect(said(refreshed(begun, same, false, false))[1]).toBe('');
  expect(withOlder(begun, [drawn('C-8367004653375851', 20), drawn('C-6326953434674721', 20)]).shown.map((row) => row.id)).toEqual(['C-5861631249556341', 'C-6326953434674721', 'C-8367004653375851']);
});

test('an open contact that is no longer listed has been closed, if it would be on the page', () => {
  const rows: Rows = { shown: contacts(9, 8, 3), waiting: [] };
  expect(said(refreshed(rows, contacts(10, 8), true, false))).toEqual(['(C-9) C-8 C-3', 'C-10']);
  expect(said(refreshed(rows, contacts(8), true, true))).toEqual(['(C-9) C-8 (C-3)', '']);
  expect(said(refreshed(rows, contacts(8), false, true))).toEqual(['C-9 C-8 C-3', '']);
});

test('a filter survives the address', () => {
  for (const address of ['', 'open=true', 'open=false&queue=cards', 'queue=a&agent=A-7&line=hotline-ko', 'phase=talking&queue=a', 'indicator=abandoned&short=out&from=2026-01-01T00%3A00%3A00Z&to=2026-01-02T00%3A00%3A00Z']) {
    expect(write(read(new URLSearchParams(address))).toString(), address).toBe(address);
  }
  expect(read(new URLSearchParams('open=maybe&phase=gone&queue=+&from=soon&x=1'))).toEqual({});
  expect(withField({ queue: 'a' }, 'open', 'true')).toEqual({ open: true, queue: 'a' });
  expect(withField({ queue: 'a', open: true }, 'queue', '')).toEqual({ open: true });
});

test('what an address says and is no filter is told, and not guessed at', () => {
  const told = (address: string): string[] => unread(new URLSearchParams(address)).map(({ field, value }) => `${field} ${value}`);
  const cases: [string, string[]][] = [
    ['', []],
    ['open=true&queue=+cards+&agent=', []],
    ['phase=talking&open=true', []],
    ['phase=talking&open=false', ['open false']],
    ['phase=nonsense&queue=cards', ['phase nonsense']],
    ['from=garbage&to=2026-13-45', ['from garbage', 'to 2026-13-45']],
    ['from=2026-13-45T00:00:00Z', ['from 2026-13-45T00:00:00Z']],
    ['from=2026-01-01T00:00:00%2B08:00&to=2026-01-02T00:00:00.000Z', []],
    ['open=maybe&before=abc&talked_over=-1', ['open maybe', 'before abc', 'talked_over -1']],
    ['queue=%00', ['queue \0']],
    ['queue=a&queue=b', ['queue b']],
    ['part=numerator&short=out&imported=false&indicator=abandoned', []],
    ['part=whole&short=long&imported=2', ['part whole', 'short long', 'imported 2']],
  ];
  for (const [address, expected] of cases) expect(told(address), address).toEqual(expected);
});

test('a phase is of open contacts: the API lists them, the page tells them apart', () => {
  expect(read(new URLSearchParams('open=false&phase=queued'))).toEqual({ phase: 'queued' });
  expect(asked({ phase: 'queued', queue: 'a' })).toEqual({ open: true, queue: 'a' });
  expect(asked({ open: false })).toEqual({ open: false });
  const phases = ['in_flow', 'waiting', 'offered', 'talking', 'wrap_up', 'closed'];
  const found = (phase?: (typeof PHASES)[number]) => phases.filter((one) => fits(phase ? { phase } : {}, contact(1, one))).join(' ');
  expect([found(), found('queued'), found('talking')]).toEqual([phases.join(' '), 'waiting offered', 'talking']);
  const narrow = '/contacts?team=early&tier=gold&channel=chat&without=agent&indicator=offered';
  expect(listAddress(read(new URLSearchParams(narrow.slice(10)))), 'a figure opens its own contacts and no others').toBe(narrow);
  expect([listAddress({}), listAddress({ phase: 'offered', queue: 'a b' })]).toEqual(['/contacts', '/contacts?phase=offered&queue=a+b']);
});

test('a view is recognised by what it shows, in whatever order it was written', () => {
  const views = [
    { name: 'mine', page: 'contacts', query: 'agent=A-7&open=false' },
    { name: 'rang', page: 'contacts', query: 'phase=offered' },
  ];
  expect(viewOf(views, { open: false, agent: 'A-7' })?.name).toBe('mine');
  expect(viewOf(views, { agent: 'A-7' })).toBeUndefined();
  expect(filterOf(views[1] as View)).toEqual({ phase: 'offered' });
});
