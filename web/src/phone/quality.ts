//! What the figures of a connection mean to an ear.

export type Grade = 'good' | 'fair' | 'poor';

export interface Figures {
  loss: number | null;
  jitterMs: number | null;
  rttMs: number | null;
}

/**
 * Where listeners begin to notice and where they begin to complain: one-way delay of 150 and 400 ms (ITU-T G.114),
 * of which the round trip is twice; G.711 with concealment keeps to about 1 and 3 % of loss (ITU-T G.113, appendix I).
 */
const FAIR = { loss: 0.01, jitterMs: 20, rttMs: 300 };
const POOR = { loss: 0.03, jitterMs: 50, rttMs: 800 };

/** Null while nothing was measured. */
export function grade(figures: Figures): Grade | null {
  const beyond = (limits: typeof FAIR): boolean =>
    (figures.loss ?? 0) > limits.loss || (figures.jitterMs ?? 0) > limits.jitterMs || (figures.rttMs ?? 0) > limits.rttMs;
  if (figures.loss === null && figures.jitterMs === null && figures.rttMs === null) return null;
  return beyond(POOR) ? 'poor' : beyond(FAIR) ? 'fair' : 'good';
}

/** The worse of what both ends see: each hears the other's trouble. */
export function worse(here: Figures, there: Figures): Figures {
  const more = (one: number | null, other: number | null): number | null => (one === null ? other : other === null ? one : Math.max(one, other));
  return { loss: more(here.loss, there.loss), jitterMs: more(here.jitterMs, there.jitterMs), rttMs: more(here.rttMs, there.rttMs) };
}
