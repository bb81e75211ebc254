//! From values to places on a chart.

/** Round steps from 0 to at least the highest value, `count` of them or fewer; whole numbers only. */
export function ticks(highest: number, count: number): number[] {
  const rough = Math.max(1, highest) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power);
  const steps = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: steps + 1 }, (_, at) => at * step);
}

/** Where hours of a time stand, milliseconds: every so many, or so many parts, as there is room for; `ahead` is the zone's offset. */
export function hours(from: number, to: number, room: number, ahead: number): number[] {
  const HOUR = 3_600_000;
  const every = ([0.25, 0.5, 1, 2, 3, 4, 6, 12, 24].find((one) => (to - from) / (one * HOUR) <= room) ?? 24) * HOUR;
  const first = Math.ceil((from + ahead) / every) * every - ahead;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / every) + 1) }, (_, at) => first + at * every);
}

/** Every so many as there is room for. */
export function thinned<T>(all: readonly T[], room: number): T[] {
  const every = Math.max(1, Math.ceil(all.length / Math.max(1, room)));
  return all.filter((_, at) => at % every === 0);
}

/** A line through points, with gaps where there is no value. */
export function segments<P>(points: readonly (P | null)[]): P[][] {
  const found: P[][] = [];
  let before = false;
  for (const point of points) {
    if (point === null) before = false;
    else {
      if (before) found.at(-1)?.push(point);
      else found.push([point]);
      before = true;
    }
  }
  return found;
}

/** 0 for nothing, then 1 to `most` by the share of the highest. */
export function level(value: number, highest: number, most: number): number {
  return value <= 0 || highest <= 0 ? 0 : Math.min(most, Math.max(1, Math.ceil((value / highest) * most)));
}

/** A span of time within another, as shares of it; null when it lies outside. */
export function part(from: number, to: number, whole: { from: number; to: number }): { left: number; width: number } | null {
  const length = whole.to - whole.from;
  const [begin, end] = [Math.max(from, whole.from), Math.min(to, whole.to)];
  return end <= begin || length <= 0 ? null : { left: (begin - whole.from) / length, width: (end - begin) / length };
}
