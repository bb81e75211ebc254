//! Curves of the last minutes: what the page itself has seen.

export interface Sample {
  /** On the page's steady clock, milliseconds. */
  at: number;
  value: number;
}

/** Between two samples, milliseconds. */
const EVERY = 2_000;
/** What a curve shows at most, milliseconds; and at least, so that a young one does not jump about. */
export const SPAN = 300_000;
const LEAST = 60_000;

export class History {
  #curves = $state.raw<ReadonlyMap<string, readonly Sample[]>>(new Map());
  #now = $state(Number.NEGATIVE_INFINITY);

  /** Takes figures in, if it is time for a sample. Nothing is kept of what is not a number. */
  note(at: number, figures: Readonly<Record<string, number | null>>): void {
    if (at - this.#now < EVERY) return;
    const curves = new Map(this.#curves);
    for (const [name, value] of Object.entries(figures)) {
      if (value === null) continue;
      const kept = this.curve(name).filter((sample) => at - sample.at < SPAN);
      curves.set(name, [...kept, { at, value }]);
    }
    this.#curves = curves;
    this.#now = at;
  }

  /** When the last samples were taken: the right edge of every curve. */
  get now(): number {
    return this.#now;
  }

  curve(name: string): readonly Sample[] {
    return this.#curves.get(name) ?? [];
  }
}

/** Lowest and highest; none of an empty curve. */
export function range(curve: readonly Sample[]): { low: number; high: number } | null {
  if (curve.length === 0) return null;
  const values = curve.map((sample) => sample.value);
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** Neighbours further apart than this are not joined: nobody looked in between. */
const GAP = 4 * EVERY;

/** What a curve shows, milliseconds: as far back as it goes. */
export function shown(curve: readonly Sample[], now: number): number {
  return Math.min(SPAN, Math.max(LEAST, now - (curve[0]?.at ?? now)));
}

/** The curve as lines of points in a box, the newest at the right edge at `now`. */
export function lines(curve: readonly Sample[], now: number, width: number, height: number): [number, number][][] {
  const bounds = range(curve);
  if (!bounds) return [];
  const spread = bounds.high - bounds.low;
  const found: [number, number][][] = [];
  const span = shown(curve, now);
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, value } of curve) {
    const x = width - ((now - at) / span) * width;
    // A flat curve lies at the foot when it is zero, and in the middle otherwise.
    const share = spread > 0 ? (value - bounds.low) / spread : value === 0 ? 0 : 0.5;
    const point: [number, number] = [x, height - share * height];
    if (at - before > GAP) found.push([point]);
    else found.at(-1)?.push(point);
    before = at;
  }
  return found;
}
