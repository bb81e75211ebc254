import { expect, test } from 'vitest';
import { LANGUAGES } from '../language/catalogue';
import { Format } from '../language/format';
import { dayTyped } from './typed';

test('a day is taken as people type it, or not at all', () => {
  const born = '1979-04-18';
  const cases: [string, string | null][] = [
    ['1979-04-18', born], ['1979-4-18', born], ['1979/04/18', born], ['1979.4.18', born], ['1979. 04. 18.', born], [' 19790418 ', born],
    ['1979年4月18日', born], ['1979년 4월 18일', born], ['18 Apr 1979', born], ['18 april 1979', born], ['18/4/1979', born], ['18.04.1979', born],
    ['April 18, 1979', born], ['Apr 18th, 1979', born], ['1979 04 18', born],
    ['2024-02-29', '2024-02-29'], ['2023-02-29', null], ['1979-13-18', null], ['4/18/1979', null], ['1979-04', null], ['197904', null], ['', null], ['tomorrow', null], ['18 Foo 1979', null], ['1979-04-181', null],
  ];
  for (const [text, day] of cases) expect(dayTyped(text), text).toBe(day);
});

test('two digits of a year are the last year that is over', () => {
  const cases: [string, string | null][] = [['790418', '1979-04-18'], ['260101', '2026-01-01'], ['261231', '1926-12-31'], ['000229', '2000-02-29'], ['791318', null]];
  for (const [text, day] of cases) expect(dayTyped(text, '2026-11-27'), text).toBe(day);
  expect(dayTyped('790418'), 'of a day to come nobody knows the century').toBeNull();
});

test('what the page writes can be typed back, in every language', () => {
  for (const tag of LANGUAGES) {
    const format = new Format(tag, 'Asia/Seoul');
    for (const day of ['1931-01-01', '1979-04-18', '2000-02-29', '2026-12-31']) {
      expect(dayTyped(format.date(day)), `${tag} ${format.date(day)}`).toBe(day);
    }
  }
});
