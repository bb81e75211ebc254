import { expect, test } from 'vitest';
import { History, lines, range, shown, SPAN } from './history.svelte';

test('a curve has a sample every two seconds, and forgets', () => {
  const history = new History();
  for (let at = 0; at <= 2 * SPAN; at += 500) history.note(at, { waiting: at, share: null });
  const curve = history.curve('waiting');
  expect(curve.length).toBe(SPAN / 2_000);
  expect(range(curve)).toEqual({ low: SPAN + 2_000, high: 2 * SPAN });
  expect(history.curve('share')).toEqual([]);
  expect(range([])).toBeNull();
});

test('a curve shows what there is, within bounds', () => {
  const cases: [number | null, number][] = [[null, 60_000], [1_000, 60_000], [100_000, 100_000], [900_000, SPAN]];
  for (const [age, expected] of cases) {
    expect(shown(age === null ? [] : [{ at: -age, value: 1 }], 0), String(age)).toBe(expected);
  }
});

test('the newest stands at the right, and a gap is a gap', () => {
  const at = (time: number, value: number) => ({ at: time, value });
  const curve = [at(0, 1), at(2_000, 3), at(SPAN, 2)];
  expect(lines(curve, SPAN, 100, 10)).toEqual([[[0, 10], [expect.closeTo(0.667, 3), 0]], [[100, 5]]]);
  expect(lines([at(0, 0)], 0, 100, 10)).toEqual([[[100, 10]]]);
  expect(lines([at(0, 7)], 0, 100, 10)).toEqual([[[100, 5]]]);
});
