import { expect, test } from 'vitest';
import { isOverdue, momentOf } from './promises.svelte';

test('a moment of the bank’s clock is that moment, also where the clocks change', () => {
  const check = (day: string, clock: string, zone: string, expected: string): void => expect(momentOf(day, clock, zone)).toBe(expected);
  check('2026-11-27', '15:00', 'Asia/Shanghai', '2026-11-27T07:00:00.000Z');
  check('2026-11-27', '00:00', 'UTC', '2026-11-27T00:00:00.000Z');
  // Set forward at 02:00 on 29 March, set back at 03:00 on 25 October.
  check('2026-03-28', '15:00', 'Europe/Berlin', '2026-03-28T14:00:00.000Z');
  check('2026-03-29', '15:00', 'Europe/Berlin', '2026-03-29T13:00:00.000Z');
  check('2026-10-25', '01:00', 'Europe/Berlin', '2026-10-24T23:00:00.000Z');
  check('2026-10-25', '15:00', 'Europe/Berlin', '2026-10-25T14:00:00.000Z');
});

test('a promise is overdue from its moment on', () => {
  const due = '2026-11-27T15:00:00Z';
  expect([-1, 0, 1].map((by) => isOverdue(due, Date.parse(due) + by))).toEqual([false, true, true]);
});
