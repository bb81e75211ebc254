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

/** The part of a whole in which something was, whole hours of it, and at least so many: a young day is no needle in a wide plot. */
export function busy(spans: readonly { from: number; to: number }[], whole: { from: number; to: number }, least: number, ahead: number): { from: number; to: number } {
  const HOUR = 3_600_000;
  if (spans.length === 0) return whole;
  const begins = Math.floor((Math.min(...spans.map((span) => span.from)) + ahead) / HOUR) * HOUR - ahead;
  const ends = Math.ceil((Math.max(...spans.map((span) => span.to)) + ahead) / HOUR) * HOUR - ahead;
  const lack = Math.max(0, least * HOUR - (ends - begins));
  // What is missing is taken from both sides, and from the other one where the whole ends.
  const from = Math.max(whole.from, begins - Math.ceil(lack / 2 / HOUR) * HOUR);
  const to = Math.min(whole.to, Math.max(ends, from + least * HOUR));
  return { from: Math.max(whole.from, Math.min(from, to - least * HOUR)), to };
}

/** Hours of the day, from 0 to 23, in which somebody came, with what lies between, and at least so many. */
export function openHours(busy: readonly number[], least: number): number[] {
  const [low, high] = busy.length === 0 ? [8, 17] : [Math.min(...busy), Math.max(...busy)];
  const lack = Math.max(0, least - (high - low + 1));
  const last = Math.min(23, Math.max(high + Math.floor(lack / 2), least - 1));
  const first = Math.max(0, Math.min(low, last - least + 1));
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** A count in a cell that has room for three digits: thousands are counted as such. */
export function brief(count: number): string {
  if (count < 1_000) return String(count);
  const thousands = Math.floor(count / 100) / 10;
  return `${thousands < 10 ? thousands : Math.floor(thousands)}k`;
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
