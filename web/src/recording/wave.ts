//! From peaks to the columns of a wave form.

/** Of the louder of sounds little more is seen: speech fills its lane. */
const LIFT = 0.65;

/** The loudest peak (0 to 255) under each of `count` columns, as a height from 0 to 1. */
export function columns(peaks: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / count));
    let loudest = 0;
    for (let at = from; at < to; at += 1) loudest = Math.max(loudest, peaks[at] ?? 0);
    return Math.min(1, loudest / 255) ** LIFT;
  });
}

/** Where lines of a time scale stand, seconds: as close as there is room for their times. */
export function ruler(duration: number, width: number): number[] {
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
  const room = Math.max(1, width / 64);
  const step = STEPS.find((one) => duration / one <= room) ?? 7200;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, at) => at * step);
}
