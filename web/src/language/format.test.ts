import { expect, test } from 'vitest';
import { Format } from './format';

const check = <T>(cases: [T, string][], said: (value: T) => string): void => {
  for (const [value, expected] of cases) expect(said(value), String(value)).toBe(expected);
};

test('spans are read at a glance', () => {
  const format = new Format('en');
  check<number | null>(
    [
      [null, '—'],
      [-0.4, '0:00'],
      [0, '0:00'],
      [59.999, '0:59'],
      [65, '1:05'],
      [3599, '59:59'],
      [3723.2, '1:02:03'],
    ],
    (value) => format.span(value),
  );
});

test('what is due within a week is told by its day, and by the date beyond', () => {
  const format = new Format('en', 'UTC');
  const now = Date.parse('2026-11-25T09:00:00Z');
  check<string>(
    [
      ['2026-11-27T15:00:00Z', 'Friday 15:00'],
      ['2026-11-24T15:00:00Z', 'Tuesday 15:00'],
      ['2026-12-10T15:00:00Z', '10 Dec, 15:00'],
    ],
    (due) => format.due(due, now),
  );
});

test('a share below the target never shows as the target', () => {
  const format = new Format('en');
  check<number | null>(
    [
      [null, '—'],
      [0, '0.0%'],
      [0.84999, '84.9%'],
      [0.85, '85.0%'],
      [0.29, '29.0%'],
      [1, '100.0%'],
    ],
    (value) => format.share(value),
  );
});

test('dates and numbers are each language’s own', () => {
  const moment = new Date(2026, 10, 22, 0, 5, 9).getTime();
  const said = ['zh-CN', 'ko', 'en'].map((tag) => new Format(tag).moment(moment));
  expect(said).toEqual(['2026/11/22 00:05:09', '2026. 11. 22. 00:05:09', '22 Nov 2026, 00:05:09']);
  expect(['zh-CN', 'ko', 'en'].map((tag) => new Format(tag).language('ko'))).toEqual(['韩语', '한국어', 'Korean']);
  expect(new Format('en').number(1234)).toBe('1,234');
});

test('times are those of the bank’s zone, days those of the calendar', () => {
  const midnight = '2026-11-25T16:00:00Z';
  const said = ['zh-CN', 'ko', 'en'].map((tag) => new Format(tag, 'Asia/Shanghai'));
  expect(said.map((format) => format.moment(midnight))).toEqual(['2026/11/26 00:00:00', '2026. 11. 26. 00:00:00', '26 Nov 2026, 00:00:00']);
  expect(said.map((format) => format.date('2026-11-26'))).toEqual(['2026/11/26', '2026. 11. 26.', '26 Nov 2026']);
  expect(said.map((format) => format.month('2026-11-26'))).toEqual(['2026年11月', '2026년 11월', 'November 2026']);
  // An hour that is there twice, and one that is not there.
  const london = new Format('en', 'Europe/London');
  expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z'].map((at) => london.clock(at))).toEqual(['01:30', '01:30', '00:59', '02:00']);
});

test('of what is very short, tenths count', () => {
  const format = new Format('en');
  expect([format.place(0.44, 0.5), format.place(9.99, 9.99), format.place(59.9, 61), format.place(0, 3)]).toEqual(['0:00.4', '0:09.9', '0:59', '0:00.0']);
});
