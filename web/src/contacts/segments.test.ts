import { expect, test } from 'vitest';
import type { Entry } from '../api/client';
import { way } from './segments';

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

test('an agent who is lost gives the caller back to the queue', () => {
  const lost = story([0, 'contact_opened', {}], [1, 'queued', { queue: 'q' }], [2, 'offered', { agent: 'A-1', leg: 'l' }], [3, 'connected', { agent: 'A-1' }], [8, 'agent_lost', { agent: 'A-1' }], [8, 'queued', { queue: 'q' }], [9, 'contact_closed']);
  expect(said(lost)).toEqual(['flow null 0–1', 'waiting q 1–2', 'ringing A-1 2–3', 'talking A-1 3–8', 'waiting q 8–9']);
  expect(way(lost).legs[1]).toMatchObject({ answered: true, to: START + 8_000 });
});

test('whoever is not on record is nobody', () => {
  const imported = story([0, 'contact_opened', { leg: 'L-1', node: 'imported' }], [7, 'queued', { queue: 'ps' }], [7, 'connected', { agent: 'A-0' }], [20, 'contact_ended'], [20, 'contact_closed']);
  expect(said(imported)).toEqual(['flow null 0–7', 'talking null 7–20']);
});
