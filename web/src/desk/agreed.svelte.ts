//! Tells whoever lists what was agreed on a condition that something was agreed or taken back on this page.

class Agreed {
  /** Counts changes. */
  turn = $state(0);

  changed(): void {
    this.turn += 1;
  }
}

export const agreed = new Agreed();
