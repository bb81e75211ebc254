import { expect, test } from 'vitest';
import { begins, dayOf, offset } from '../dates/zone';
import { around, dayAfter, days, isDay } from '../dates/day';
import { cell, interval, listOf, type Row } from './figures';

const figure = (numerator: number, denominator: number) => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator, colour: null, contacts: { numerator: null as string | null, denominator: null } });
const row = (from: string, offered: number, within: number): Row => ({
  from, to: from, key: null,
  figures: {
    offered: { ...figure(offered, 0), value: offered, contacts: { numerator: `/api/contacts?indicator=offered&from=${from}`, denominator: null } },
    answered: figure(offered - 1, offered), abandoned: figure(1, offered), service_level: figure(within, offered),
  },
});

test('a row is an interval of the curve that leads to its contacts, and what is missing is nothing', () => {
  expect(interval(row('a', 4, 3))).toEqual({ from: 'a', to: 'a', offered: 4, answered: 3, abandoned: 1, level: 0.75, opens: '/contacts?indicator=offered&from=a' });
  expect(interval({ from: 'a', to: 'b', key: null, figures: {} })).toEqual({ from: 'a', to: 'b', offered: 0, answered: 0, abandoned: 0, level: null, opens: null });
  expect([listOf('https://elsewhere/api/contacts?x'), listOf(null)]).toEqual([null, null]);
});

test('slots are hours of the week from Monday on', () => {
  expect(cell({ slot: 0, figures: {} })).toMatchObject({ day: 0, hour: 0, offered: 0 });
  expect(cell({ slot: 167, figures: row('a', 9, 7).figures })).toEqual({ day: 6, hour: 23, offered: 9, answered: 8, abandoned: 1, within: 7 });
});

test('days follow one another over ends of months and years', () => {
  expect([dayAfter('2026-02-28', 1), dayAfter('2026-01-01', -1), dayAfter('2024-02-28', 1)]).toEqual(['2026-03-01', '2025-12-31', '2024-02-29']);
  expect([around('2024-02-11', 'day'), around('1999-12-31', 'month'), around('1999-12-31', 'interval')]).toEqual([
    { first: '2024-02-01', last: '2024-02-29' }, { first: '1999-01-01', last: '1999-12-31' }, { first: '1999-12-31', last: '1999-12-31' },
  ]);
  expect(['2026-02-29', '2026-2-1', '', 'today', '2026-13-01'].some(isDay)).toBe(false);
  expect(isDay('2028-02-29')).toBe(true);
});

test('days begin at midnight of their zone, and are as long as its clocks make them', () => {
  const hours = ({ from, to }: { from: string; to: string }): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;
  expect(days('2026-01-31', '2026-02-01', 'UTC')).toEqual({ from: '2026-01-31T00:00:00.000Z', to: '2026-02-02T00:00:00.000Z' });
  expect(days('2026-11-26', '2026-11-26', 'Asia/Shanghai').from).toBe('2026-11-25T16:00:00.000Z');
  // Clocks change at 02:00 in Jerusalem and New York, at midnight in Beirut.
  const cases: [string, string, number][] = [
    ['2026-03-27', 'Asia/Jerusalem', 23], ['2026-10-25', 'Asia/Jerusalem', 25], ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25], ['2026-06-01', 'America/New_York', 24], ['2026-03-28', 'Asia/Beirut', 24],
  ];
  for (const [day, zone, expected] of cases) expect(hours(days(day, day, zone)), `${day} ${zone}`).toBe(expected);
  expect(offset(Date.parse('2026-07-01T00:00:00Z'), 'America/New_York')).toBe(-4 * 3_600_000);
  for (const zone of ['Asia/Shanghai', 'Asia/Kathmandu', 'America/New_York', 'UTC']) {
    const at = begins('2026-05-05', zone);
    expect([dayOf(at, zone), dayOf(at - 1, zone)], zone).toEqual(['2026-05-05', '2026-05-04']);
  }
});
