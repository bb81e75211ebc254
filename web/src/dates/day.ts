//! Days of the calendar, and how they are counted on. A day is written `2026-11-26`.

import { begins } from './zone';

export interface Time {
  /** RFC 3339; `to` is the first moment after it. */
  from: string;
  to: string;
}

const written = (at: number): string => new Date(at).toISOString().slice(0, 10);

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && written(Date.parse(text)) === text;
}

export function dayAfter(day: string, by: number): string {
  return written(Date.parse(day) + by * 86_400_000);
}

/** From the beginning of one day to the end of another, in a zone. */
export function days(first: string, last: string, zone: string): Time {
  return { from: new Date(begins(first, zone)).toISOString(), to: new Date(begins(dayAfter(last, 1), zone)).toISOString() };
}

/** First and last day of what holds a day: itself, its month, its year. */
export function around(day: string, view: View): { first: string; last: string } {
  const [year = 0, month = 1] = day.split('-').map(Number);
  switch (view) {
    case 'interval':
      return { first: day, last: day };
    case 'day':
      return { first: written(Date.UTC(year, month - 1, 1)), last: written(Date.UTC(year, month, 0)) };
    case 'month':
      return { first: written(Date.UTC(year, 0, 1)), last: written(Date.UTC(year, 11, 31)) };
  }
}

/** What is shown beside one another: quarter hours of a day, days of a month, months of a year. */
export const VIEWS = ['interval', 'day', 'month'] as const;
export type View = (typeof VIEWS)[number];
