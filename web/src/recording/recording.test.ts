import { expect, test } from 'vitest';
import { beginning, between, ending, holdAt, looped, marker, placeAt, speedAfter, stepped } from './position';
import { columns, ruler } from './wave';

test('a point on the wave is a place in the recording', () => {
  const cases: [number, number, number][] = [[0, 100, 0], [50, 100, 30], [100, 100, 60], [-5, 100, 0], [300, 100, 60], [5, 0, 0]];
  for (const [x, width, expected] of cases) expect(placeAt(x, width, 60), `${x} of ${width}`).toBe(expected);
  expect([stepped(58, 5, 60), stepped(3, -5, 60), stepped(10, 1, 60)]).toEqual([60, 0, 11]);
});

test('a drag in either direction is a range, a twitch is a click', () => {
  expect(between(10, 4, 60)).toEqual({ from: 4, to: 10 });
  expect(between(-3, 99, 60)).toEqual({ from: 0, to: 60 });
  expect(between(10, 10.2, 60)).toBeNull();
});

test('beginning and end of a range are set one by one', () => {
  expect(beginning(10, null, 60)).toEqual({ from: 10, to: 60 });
  expect(beginning(10, { from: 2, to: 20 }, 60)).toEqual({ from: 10, to: 20 });
  expect(beginning(30, { from: 2, to: 20 }, 60)).toEqual({ from: 30, to: 60 });
  expect(ending(10, null, 60)).toEqual({ from: 0, to: 10 });
  expect(ending(10, { from: 4, to: 50 }, 60)).toEqual({ from: 4, to: 10 });
  expect(ending(3, { from: 4, to: 50 }, 60)).toEqual({ from: 0, to: 3 });
});

test('a loop leads back to its beginning, and without one nothing is led', () => {
  const loop = { from: 4, to: 10 };
  expect([3, 4, 9.99, 10, 40].map((at) => looped(at, loop))).toEqual([4, null, null, 4, 4]);
  expect(looped(99, null)).toBeNull();
});

test('holds and markers around a place', () => {
  const holds = [{ from_s: 5, to_s: 8 }];
  expect([4.9, 5, 7.9, 8].map((at) => holdAt(holds, at))).toEqual([-1, 0, 0, -1]);
  const markers = [0, 12, 30].map((at_s) => ({ at_s, kind: 'held', sequence: `J-${at_s}` }));
  const place = (at: number, by: 1 | -1) => marker(markers, at, by)?.at_s;
  expect([place(0, 1), place(12, 1), place(30, 1)]).toEqual([12, 30, undefined]);
  // Just after a marker, back means the one before it.
  expect([place(12.4, -1), place(20, -1), place(0, -1)]).toEqual([0, 12, undefined]);
});

test('speeds end where they end', () => {
  expect([speedAfter(1, 1), speedAfter(2, 1), speedAfter(0.5, -1), speedAfter(1.25, -1)]).toEqual([1.25, 2, 0.5, 1]);
});

test('no peak is lost between the columns, and few peaks still fill them', () => {
  const peaks = Array.from({ length: 1000 }, () => 0);
  peaks[777] = 255;
  for (const count of [1, 7, 100, 999, 1000]) expect(Math.max(...columns(peaks, count)), String(count)).toBe(1);
  expect(columns([0, 255], 4)).toEqual([0, 0, 1, 1]);
  expect(columns([], 3)).toEqual([0, 0, 0]);
});

test('times of the scale have room', () => {
  expect(ruler(60, 640)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  for (const [duration, width] of [[1, 300], [75, 900], [3600, 400], [20_000, 320]] as const) {
    const lines = ruler(duration, width);
    const gap = ((lines[1] ?? duration) / duration) * width;
    expect(gap, `${duration} s on ${width} px`).toBeGreaterThan(48);
  }
});
