//! Long keys of other systems, short enough for a line.

/** Longer ones keep beginning and end, by which people tell them apart. */
const LONGEST = 12;

export function short(key: string): string {
  return key.length <= LONGEST ? key : `${key.slice(0, 6)}…${key.slice(-4)}`;
}
