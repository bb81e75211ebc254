import { expect, test } from 'vitest';
import { monthAfter, moved, weekday, weeks } from './calendar';

test('weeks hold the whole month and begin where they should', () => {
  for (let month = 1; month <= 12; month += 1) {
    for (const first of [0, 1]) {
      const day = `2026-${String(month).padStart(2, '0')}-15`;
      const shown = weeks(day, first);
      const days = shown.flat();
      expect(shown.every((week) => week.length === 7 && weekday(week[0] ?? '') === first), day).toBe(true);
      expect(new Set(days).size, day).toBe(days.length);
      const own = days.filter((one) => one.startsWith(day.slice(0, 7)));
      expect(own.length, day).toBe(new Date(Date.UTC(2026, month, 0)).getUTCDate());
      expect([shown[0]?.some((one) => one === own[0]), shown.at(-1)?.some((one) => one === own.at(-1))], day).toEqual([true, true]);
    }
  }
});

test('keys move by days, weeks and months', () => {
  const cases: [string, string, string | null][] = [
    ['2026-03-01', 'ArrowLeft', '2026-02-28'],
    ['2026-12-31', 'ArrowRight', '2027-01-01'],
    ['2026-03-05', 'ArrowUp', '2026-02-26'],
    ['2026-10-28', 'ArrowDown', '2026-11-04'],
    ['2026-03-31', 'PageUp', '2026-02-28'],
    ['2024-01-31', 'PageDown', '2024-02-29'],
    ['2026-11-26', 'Home', '2026-11-23'],
    ['2026-11-26', 'End', '2026-11-29'],
    ['2026-11-26', 'a', null],
  ];
  for (const [day, key, expected] of cases) expect(moved(day, key, 1), `${day} ${key}`).toBe(expected);
  expect(moved('2026-11-26', 'Home', 0)).toBe('2026-11-22');
  expect(monthAfter('2026-01-15', -13)).toBe('2024-12-15');
});
