//! Whether somebody sits at this browser: whoever has moved, typed or touched lately, in whichever of our tabs.

import { kept } from '../design/kept';

/** So long after the last sign of a person what the page asks is its own doing, milliseconds. */
const LATELY = 30_000;
/** Other tabs are told as often, milliseconds. */
const TOLD = 5_000;
/** A session is shared by the tabs: who works in one of them is not idle in the others. */
const ELSEWHERE = kept('heliotrope.attended');

let last = Date.now();
let told = 0;

export const attended = {
  get is(): boolean {
    return Date.now() - last < LATELY;
  },
  /** Milliseconds since the last sign of a person, here or in another tab. */
  get idle(): number {
    return Math.max(0, Date.now() - Math.max(last, Number(ELSEWHERE.get() ?? 0)));
  },
  /** A person, or a call that goes on. */
  touch(): void {
    last = Date.now();
    if (last - told < TOLD) return;
    told = last;
    ELSEWHERE.set(String(last));
  },
};

if (typeof addEventListener === 'function') {
  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    addEventListener(sign, () => attended.touch(), { capture: true, passive: true });
  }
}
