import { expect, test } from 'vitest';
import { Clock } from './clock';
import { dayOf } from './zone';

const MIDNIGHT = Date.parse('2026-11-26T15:00:00Z');

test('the time is the centre’s, however wrong the own clock is', () => {
  let own = MIDNIGHT - 3_600_000;
  const clock = new Clock(() => own);
  clock.dated(null);
  clock.dated('some day');
  clock.set(Number.NaN);
  expect(clock.now()).toBe(own);
  clock.dated('Thu, 26 Nov 2026 14:59:59 GMT');
  expect(clock.now()).toBe(MIDNIGHT - 500);
  expect(dayOf(clock.now(), 'Asia/Seoul')).toBe('2026-11-26');
  own += 500;
  expect(dayOf(clock.now(), 'Asia/Seoul')).toBe('2026-11-27');
  // Whole seconds do not make an exact clock jump; a moment that was said exactly does.
  clock.dated('Thu, 26 Nov 2026 15:00:01 GMT');
  expect(clock.now()).toBe(MIDNIGHT);
  clock.set(MIDNIGHT + 40);
  expect(clock.now()).toBe(MIDNIGHT + 40);
  own -= 7_200_000;
  clock.dated('Thu, 26 Nov 2026 15:00:01 GMT');
  expect(clock.now()).toBe(MIDNIGHT + 1_500);
});
