//! A month as a calendar shows it, and how keys move over it. Days are written `2026-11-26`.

import { around, dayAfter } from './day';

/** The weeks that hold a month, each from its first day on: Sunday in Korea and where English is spoken, else Monday. */
export function weeks(day: string, firstOfWeek: number): string[][] {
  const { first, last } = around(day, 'day');
  const lead = (weekday(first) - firstOfWeek + 7) % 7;
  const found: string[][] = [];
  for (let at = dayAfter(first, -lead); at <= last; at = dayAfter(at, 7)) {
    found.push(Array.from({ length: 7 }, (_, place) => dayAfter(at, place)));
  }
  return found;
}

/** 0 is Sunday. */
export function weekday(day: string): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** The same day of another month; its last when it has no such day. */
export function monthAfter(day: string, by: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const { first, last } = around(new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10), 'day');
  return date > Number(last.slice(8)) ? last : dayAfter(first, date - 1);
}

/** Where a key leads; null for keys that lead nowhere. */
export function moved(day: string, key: string, firstOfWeek: number): string | null {
  switch (key) {
    case 'ArrowLeft':
      return dayAfter(day, -1);
    case 'ArrowRight':
      return dayAfter(day, 1);
    case 'ArrowUp':
      return dayAfter(day, -7);
    case 'ArrowDown':
      return dayAfter(day, 7);
    case 'PageUp':
      return monthAfter(day, -1);
    case 'PageDown':
      return monthAfter(day, 1);
    case 'Home':
      return dayAfter(day, -((weekday(day) - firstOfWeek + 7) % 7));
    case 'End':
      return dayAfter(day, 6 - ((weekday(day) - firstOfWeek + 7) % 7));
    default:
      return null;
  }
}
