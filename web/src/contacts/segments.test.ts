import { expect, test } from 'vitest';
import type { Entry } from '../api/client';
import { way, waitedAgain } from './segments';

const START = Date.parse('2026-11-22T08:00:00.000Z');
/** Entries by second and kind, with the fields that matter. */
const story = (...told: [number, string, object?][]): Entry[] =>
  told.map(([second, kind, fields], at) => ({ sequence: `J-${at}`, at: new Date(START + second * 1000).toISOString(), contact: 'C-1', kind, ...fields }) as unknown as Entry);
const said = (entries: Entry[]): string[] =>
  way(entries).segments.map(({ doing, from, to, who }) => `${doing} ${who} ${(from - START) / 1000}–${to === null ? '' : (to - START) / 1000}`);

const SERVED = story(
  [0, 'contact_opened', { leg: 'N-1/1', node: 'N-1' }],
  [0, 'flow_moved', { flow: 'main' }],
  [9, 'queued', { queue: 'cards' }],
  [12, 'offered', { agent: 'A-1', leg: 'N-1/2' }],
  [20, 'offer_failed', { agent: 'A-1' }],
  [20, 'offered', { agent: 'A-2', leg: 'N-1/3' }],
  [23, 'connected', { agent: 'A-2' }],
  [30, 'held', { agent: 'A-2' }],
  [41, 'retrieved', { agent: 'A-2' }],
  [60, 'contact_ended', { reason: 'customer_hung_up' }],
  [60, 'wrap_up_started', { agent: 'A-2' }],
  [70, 'wrap_up_ended', { agent: 'A-2' }],
  [70, 'contact_closed', { agent: 'A-2' }],
);

test('the way of a served contact, what took no time left out', () => {
  expect(said(SERVED)).toEqual([
    'flow main 0–9', 'waiting cards 9–12', 'ringing A-1 12–20', 'ringing A-2 20–23', 'talking A-2 23–30', 'held A-2 30–41',
    'talking A-2 41–60', 'wrap_up A-2 60–70',
  ]);
});

test('every leg ends once, and only who answered did', () => {
  const legs = way(SERVED).legs.map((leg) => [leg.leg, leg.side, leg.answered, ((leg.to ?? 0) - START) / 1000]);
  expect(legs).toEqual([['N-1/1', 'customer', true, 60], ['N-1/2', 'agent', false, 20], ['N-1/3', 'agent', true, 60]]);
});

test('what goes on has no end, at whatever entry the journal stops', () => {
  for (let length = 1; length < 10; length += 1) {
    const { segments } = way(SERVED.slice(0, length));
    expect(segments.filter((segment) => segment.to === null).length, `${length} entries`).toBe(1);
    expect(segments.at(-1)?.to).toBeNull();
  }
  expect(said([])).toEqual([]);
});

const legs = (entries: Entry[]): unknown[] => way(entries).legs.map(({ leg, answered, to }) => [leg, answered, to === null ? null : (to - START) / 1000]);

test('an agent who is lost gives the caller back to the queue, which nothing else tells', () => {
  const lost = story(
    [0, 'contact_opened', { leg: 'c' }],
    [1, 'queued', { queue: 'q' }],
    [2, 'offered', { agent: 'A-1', leg: 'a1' }],
    [3, 'connected', { agent: 'A-1' }],
    [5, 'held', { agent: 'A-1' }],
    [6, 'agent_parted', { agent: 'A-1' }],
    [8, 'agent_lost', { agent: 'A-1' }],
    [29, 'offered', { agent: 'A-2', leg: 'a2' }],
    [33, 'connected', { agent: 'A-2' }],
    [40, 'contact_ended'],
    [40, 'contact_closed'],
  );
  expect(said(lost)).toEqual([
    'flow null 0–1', 'waiting q 1–2', 'ringing A-1 2–3', 'talking A-1 3–5', 'held A-1 5–8', 'waiting q 8–29', 'ringing A-2 29–33', 'talking A-2 33–40',
  ]);
  expect(waitedAgain(way(lost), START)).toBe(25);
  expect(waitedAgain(way(lost.slice(0, 7)), START + 14_000)).toBe(6);
  expect(waitedAgain(way(SERVED), START)).toBe(0);
  expect(legs(lost)).toEqual([['c', true, 40], ['a1', true, 8], ['a2', true, 40]]);
});

test('an agent who transfers is through with it: the leg ends, the wait is in the other queue', () => {
  const transferred = story(
    [0, 'contact_opened', { leg: 'c' }],
    [1, 'queued', { queue: 'q' }],
    [1, 'offered', { agent: 'A-1', leg: 'a1' }],
    [3, 'connected', { agent: 'A-1' }],
    [9, 'transferred', { agent: 'A-1', queue: 'r' }],
    [9, 'queued', { queue: 'r' }],
    [12, 'offered', { agent: 'A-2', leg: 'a2' }],
    [14, 'connected', { agent: 'A-2' }],
  );
  expect(said(transferred)).toEqual(['flow null 0–1', 'ringing A-1 1–3', 'talking A-1 3–9', 'waiting r 9–12', 'ringing A-2 12–14', 'talking A-2 14–']);
  expect(legs(transferred)).toEqual([['c', true, null], ['a1', true, 9], ['a2', true, null]]);
});

test('a leg that was missed stays unanswered when the same agent answers the next', () => {
  const again = story(
    [0, 'contact_opened', { leg: 'c' }],
    [0, 'queued', { queue: 'q' }],
    [0, 'offered', { agent: 'A-1', leg: 'a1' }],
    [20, 'offer_failed', { agent: 'A-1' }],
    [25, 'offered', { agent: 'A-1', leg: 'a2' }],
    [28, 'connected', { agent: 'A-1' }],
  );
  expect(said(again)).toEqual(['ringing A-1 0–20', 'waiting q 20–25', 'ringing A-1 25–28', 'talking A-1 28–']);
  expect(legs(again)).toEqual([['c', true, null], ['a1', false, 20], ['a2', true, null]]);
});

test('a place that is kept: the customer is gone from the line, is called back, and talks', () => {
  const back = story(
    [0, 'contact_opened', { leg: 'c' }],
    [0, 'queued', { queue: 'q' }],
    [20, 'callback_promised', {}],
    [24, 'place_kept', {}],
    [24, 'place_resumed', {}],
    [60, 'offered', { agent: 'A-1', leg: 'a1' }],
    [64, 'callback_dialled', { agent: 'A-1', leg: 'c2', attempt: 1 }],
    [90, 'callback_failed', { agent: 'A-1', cause: 'no_answer' }],
    [90, 'place_rested', { why: 'next_try' }],
    [200, 'place_resumed', {}],
    [210, 'offered', { agent: 'A-2', leg: 'a2' }],
    [212, 'callback_dialled', { agent: 'A-2', leg: 'c3', attempt: 2 }],
    [220, 'connected', { agent: 'A-2' }],
    [250, 'contact_ended'],
  );
  expect(said(back)).toEqual([
    'waiting q 0–24', 'kept q 24–60', 'ringing A-1 60–64', 'calling_back A-1 64–90', 'resting q 90–200', 'kept q 200–210', 'ringing A-2 210–212',
    'calling_back A-2 212–220', 'talking A-2 220–250',
  ]);
  expect(legs(back)).toEqual([['c', true, 24], ['a1', true, 90], ['c2', false, 90], ['a2', true, 250], ['c3', true, 250]]);
});

test('a chat has no legs', () => {
  const chat = story(
    [0, 'chat_opened', {}], [0, 'queued', { queue: 'q' }], [5, 'offered', { agent: 'A-1', leg: null }], [7, 'connected', { agent: 'A-1' }],
    [90, 'agent_lost', { agent: 'A-1' }],
  );
  expect(said(chat)).toEqual(['waiting q 0–5', 'ringing A-1 5–7', 'talking A-1 7–90', 'waiting q 90–']);
  expect(legs(chat)).toEqual([]);
});

test('a wait that overflows into a flow is a flow again', () => {
  const full = story([0, 'contact_opened', {}], [0, 'flow_moved', { flow: 'main' }], [4, 'queued', { queue: 'q' }], [30, 'overflowed', { from: 'q' }], [30, 'flow_moved', { flow: 'full' }], [36, 'contact_ended'], [36, 'contact_closed']);
  expect(said(full)).toEqual(['flow main 0–4', 'waiting q 4–30', 'flow full 30–36']);
});

test('what only a newer centre knows changes nothing', () => {
  const newer = story([0, 'contact_opened', { leg: 'c' }], [2, 'weather_told'], [3, 'toString'], [5, 'queued', { queue: 'q' }]);
  expect(said(newer)).toEqual(['flow null 0–5', 'waiting q 5–']);
});

test('whoever is not on record is nobody', () => {
  const imported = story([0, 'contact_opened', { leg: 'L-1', node: 'imported' }], [7, 'queued', { queue: 'ps' }], [7, 'connected', { agent: 'A-0' }], [20, 'contact_ended'], [20, 'contact_closed']);
  expect(said(imported)).toEqual(['flow null 0–7', 'talking null 7–20']);
});
