//! Long keys of other systems, short enough for a line.

/** Longer ones keep beginning and end, by which people tell them apart. */
const LONGEST = 14;

export function short(key: string): string {
  return key.length <= LONGEST ? key : `${key.slice(0, 8)}…${key.slice(-4)}`;
}
