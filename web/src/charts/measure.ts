//! Measures of charts, which are drawn in pixels: walls have larger text, and all that stands around it grows with it.

/** Pixels of the text size that charts are measured in. */
const USUAL = 14;

/** How much larger than usual text is here. */
export function scale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL;
}
