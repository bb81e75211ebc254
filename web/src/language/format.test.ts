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
  expect(said).toEqual(['2026/11/22 00:05:09', '2026. 11. 22. 00:05:09', '11/22/2026, 00:05:09']);
  expect(['zh-CN', 'ko', 'en'].map((tag) => new Format(tag).language('ko'))).toEqual(['韩语', '한국어', 'Korean']);
  expect(new Format('en').number(1234)).toBe('1,234');
});
