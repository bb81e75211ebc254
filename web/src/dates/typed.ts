//! Days as people type them: the parts in the order of the language's own writing, with or without what stands between.

import { isDay } from './day';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Year, month, day: `1979-4-18`, `1979. 04. 18.`, `1979年4月18日`, `1979년 4월 18일`, `19790418`. */
const YEAR_FIRST = /^(\d{4})(?:\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}|(\d{2})(\d{2}))$/;
/** Day, month, year, as the page writes them in English: `18 Apr 1979`, `18 April 1979`, `18/4/1979`. */
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?[\s./-]{1,3}(\d{1,2}|[a-z]{3,9})[\s.,/-]{1,3}(\d{4})$/;
/** `Apr 18, 1979`. */
const MONTH_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/;
/** `790418`, as identity numbers begin. */
const SHORT = /^(\d{2})(\d{2})(\d{2})$/;

/**
 * The day that somebody typed, `2026-11-26`; null while it is none. A year in two digits is the last such year that is not
 * after `max`: of a day that may still come nobody could say which.
 */
export function dayTyped(text: string, max?: string): string | null {
  const typed = text.trim().toLowerCase();
  const [, year, month, day, monthAlone, dayAlone] = YEAR_FIRST.exec(typed) ?? [];
  if (year !== undefined) return written(year, month ?? monthAlone, day ?? dayAlone);
  const first = DAY_FIRST.exec(typed);
  if (first) return written(first[3], first[2], first[1]);
  const english = MONTH_FIRST.exec(typed);
  if (english) return written(english[3], english[1], english[2]);
  const short = SHORT.exec(typed);
  if (!short || max === undefined) return null;
  const century = max.slice(0, 2);
  const late = written(`${century}${short[1]}`, short[2], short[3]);
  return late !== null && late <= max ? late : written(`${Number(century) - 1}${short[1]}`, short[2], short[3]);
}

function written(year = '', month = '', day = ''): string | null {
  const word = /^\d/.test(month) ? month : String(MONTHS.findIndex((name) => month.startsWith(name)) + 1);
  const whole = [year, word.padStart(2, '0'), day.padStart(2, '0')].join('-');
  return isDay(whole) ? whole : null;
}
