//! Places in a recording, in seconds from its beginning.

import type { Schemas } from '../api/client';

export interface Range {
  from: number;
  to: number;
}

export type Marker = Schemas['Marker'];

/** Offered speeds; the pitch stays. */
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** A drag shorter than this was a click, seconds. */
const SHORTEST = 0.3;
/** Whoever asks for the marker before wants the one before this, not the one just passed, seconds. */
const JUST = 1;

const within = (at: number, duration: number): number => Math.min(duration, Math.max(0, at));

/** The place under a point; outside the wave it is the nearest end. */
export function placeAt(x: number, width: number, duration: number): number {
  return width > 0 ? within((x / width) * duration, duration) : 0;
}

export function stepped(at: number, by: number, duration: number): number {
  return within(at + by, duration);
}

/** What two places enclose, in whatever order; none when that is too short to be meant. */
export function between(one: number, other: number, duration: number): Range | null {
  const [from, to] = [within(Math.min(one, other), duration), within(Math.max(one, other), duration)];
  return to - from < SHORTEST ? null : { from, to };
}

/** The range with its beginning set anew: what lies before the end stays a range, else it runs to the end. */
export function beginning(at: number, range: Range | null, duration: number): Range | null {
  return between(at, range && range.to > at ? range.to : duration, duration);
}

/** The same for its end. */
export function ending(at: number, range: Range | null, duration: number): Range | null {
  return between(range && range.from < at ? range.from : 0, at, duration);
}

/** Where a loop goes on; null while it runs within its range. Whoever plays outside of it is led into it. */
export function looped(at: number, loop: Range | null): number | null {
  return loop && (at >= loop.to || at < loop.from) ? loop.from : null;
}

/** The hold a place is in. */
export function holdAt(holds: readonly { from_s: number; to_s: number }[], at: number): number {
  return holds.findIndex((hold) => hold.from_s <= at && at < hold.to_s);
}

/** The marker after a place, or before it. `markers` are in order. */
export function marker(markers: readonly Marker[], at: number, by: 1 | -1): Marker | undefined {
  return by > 0 ? markers.find((one) => one.at_s > at + 0.05) : markers.findLast((one) => one.at_s < at - JUST);
}

/** The next faster or slower speed; the same at the ends. */
export function speedAfter(speed: number, by: 1 | -1): number {
  const at = SPEEDS.findIndex((one) => one >= speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? 1;
}
