//! A value in clear, for as long as the centre said; then it is masked again.

/** What a masked value may be seen for. */
export const PURPOSES = ['identification', 'service', 'complaint', 'fraud', 'correction', 'legal'] as const;
/** The shortest reason that says anything. */
export const SHORTEST = 5;

export class Clear {
  #value = $state.raw<{ of: string; value: string } | null>(null);
  #left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** The value, if it is this one's. */
  of(whose: string): string | null {
    return this.#value?.of === whose ? this.#value.value : null;
  }

  /** Seconds until it is masked. */
  get left(): number {
    return this.#left;
  }

  show(of: string, value: string, seconds: number): void {
    this.mask();
    this.#value = { of, value };
    this.#left = seconds;
    this.#timer = setInterval(() => {
      this.#left -= 1;
      if (this.#left <= 0) this.mask();
    }, 1_000);
  }

  mask(): void {
    clearInterval(this.#timer);
    this.#value = null;
  }
}
