import { expect, test } from 'vitest';
import { grade, worse, type Figures } from './quality';

const figures = (loss: number | null, jitterMs: number | null, rttMs: number | null): Figures => ({ loss, jitterMs, rttMs });

test('figures become a word', () => {
  const cases: [Figures, ReturnType<typeof grade>][] = [
    [figures(null, null, null), null],
    [figures(0, 3, 18), 'good'],
    [figures(null, null, 18), 'good'],
    [figures(0.01, 20, 300), 'good'],
    [figures(0.011, 3, 18), 'fair'],
    [figures(0, 21, 18), 'fair'],
    [figures(0, 3, 301), 'fair'],
    [figures(0.031, 3, 18), 'poor'],
    [figures(0, 51, 18), 'poor'],
    [figures(0, 3, 801), 'poor'],
  ];
  for (const [given, expected] of cases) expect(grade(given), JSON.stringify(given)).toBe(expected);
});

test('the worse of both ends counts', () => {
  expect(worse(figures(0.1, null, 5), figures(0, 4, null))).toEqual(figures(0.1, 4, 5));
});
