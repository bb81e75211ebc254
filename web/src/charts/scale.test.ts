import { expect, test } from 'vitest';
import { brief, busy, hours, level, openHours, part, segments, thinned, ticks } from './scale';

test('steps are round, whole, few, and reach the highest', () => {
  const cases: [number, number[]][] = [[0, [0, 1]], [3, [0, 1, 2, 3]], [7, [0, 2, 4, 6, 8]], [34, [0, 10, 20, 30, 40]], [100, [0, 50, 100]], [1234, [0, 500, 1000, 1500]]];
  for (const [highest, expected] of cases) expect(ticks(highest, 4), String(highest)).toEqual(expected);
  for (let highest = 0; highest < 5_000; highest += 13) {
    const found = ticks(highest, 4);
    expect(found.at(-1), String(highest)).toBeGreaterThanOrEqual(highest);
    expect(found.length, String(highest)).toBeLessThanOrEqual(5);
    expect(found.every(Number.isInteger)).toBe(true);
  }
});

test('hours stand on the hour of their zone and have room', () => {
  const HOUR = 3_600_000;
  const from = Date.UTC(2026, 0, 5, 7, 20);
  expect(hours(from, from + 6 * HOUR, 6, 0).map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(['08:00', '09:00', '10:00', '11:00', '12:00', '13:00']);
  // Kathmandu is 5:45 ahead.
  expect(hours(from, from + HOUR, 1, 5.75 * HOUR).map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(['08:15']);
  expect(hours(from, from + 24 * HOUR, 8, 9 * HOUR).length).toBeLessThanOrEqual(9);
  expect(hours(from, from, 8, 0)).toEqual([]);
  expect(hours(from, from + HOUR, 4, 0).map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(['07:30', '07:45', '08:00', '08:15']);
  expect(thinned([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
  expect(thinned([1, 2], 0)).toEqual([1]);
});

test('a line breaks where there is no value', () => {
  expect(segments([1, 2, null, null, 3, null])).toEqual([[1, 2], [3]]);
  expect(segments([null])).toEqual([]);
});

test('levels tell nothing from a little', () => {
  expect([0, 0.1, 20, 20.1, 100, 120].map((value) => level(value, 100, 5))).toEqual([0, 1, 1, 2, 5, 5]);
  expect(level(3, 0, 5)).toBe(0);
});

test('a span is cut to what is shown', () => {
  const whole = { from: 100, to: 200 };
  expect([part(50, 150, whole), part(150, 300, whole), part(100, 200, whole)]).toEqual([
    { left: 0, width: 0.5 }, { left: 0.5, width: 0.5 }, { left: 0, width: 1 },
  ]);
  expect([part(0, 100, whole), part(200, 210, whole), part(1, 2, { from: 5, to: 5 })]).toEqual([null, null, null]);
});

test('a young day has room around it, and none beyond the day', () => {
  const HOUR = 3_600_000;
  const day = { from: 0, to: 24 * HOUR };
  const shown = (from: number, to: number, ahead = 0) => {
    const found = busy([{ from: from * HOUR, to: to * HOUR }], day, 6, ahead * HOUR);
    return [found.from / HOUR, found.to / HOUR];
  };
  expect(shown(14, 14.25)).toEqual([11, 17]);
  expect(shown(7.5, 23.75)).toEqual([7, 24]);
  expect(shown(0, 0.25)).toEqual([0, 6]);
  expect(shown(23.75, 24)).toEqual([18, 24]);
  // Half-hour zones have hours of their own.
  expect(shown(14.25, 20.25, 5.5)).toEqual([13.5, 20.5]);
  expect(busy([], day, 6, 0)).toEqual(day);
});

test('a map of hours is never a single column', () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const shown = openHours([hour], 12);
    expect([shown.length, shown.includes(hour), (shown[0] ?? -1) >= 0, (shown.at(-1) ?? 24) <= 23], String(hour)).toEqual([12, true, true, true]);
  }
  expect(openHours([7, 23], 12)).toEqual(Array.from({ length: 17 }, (_, at) => 7 + at));
  expect(openHours([], 10)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
});

test('counts fit into a cell', () => {
  const cases: [number, string][] = [[0, '0'], [999, '999'], [1_000, '1k'], [1_999, '1.9k'], [9_999, '9.9k'], [10_000, '10k'], [123_456, '123k']];
  for (const [count, expected] of cases) expect(brief(count), String(count)).toBe(expected);
});
