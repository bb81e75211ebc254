//! Numbers, shares, times and spans as a language writes them.

/** What stands where there is nothing. */
const NONE = '—';

/** Shown of a share: one decimal, enough to see it move. */
const DECIMALS = 1;

export class Format {
  readonly #number;
  readonly #share;
  readonly #target;
  readonly #time;
  readonly #clock;
  readonly #moment;
  readonly #names;

  constructor(locale: string) {
    this.#number = new Intl.NumberFormat(locale);
    this.#share = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: DECIMALS,
      maximumFractionDigits: DECIMALS,
    });
    this.#target = new Intl.NumberFormat(locale, { style: 'percent' });
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    this.#clock = new Intl.DateTimeFormat(locale, time);
    this.#time = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' });
    this.#moment = new Intl.DateTimeFormat(locale, {
      ...time,
      second: '2-digit',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    this.#names = new Intl.DisplayNames(locale, { type: 'language' });
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** 0 to 1 as a percentage, cut and not rounded: what is below a target never shows as the target. */
  share(value: number | null): string {
    if (value === null) return NONE;
    const scale = 10 ** (DECIMALS + 2);
    // What binary fractions are short of a round number is not a part that is cut.
    return this.#share.format(Math.floor(value * scale + 1e-9) / scale);
  }

  /** A share without decimals. */
  target(value: number): string {
    return this.#target.format(value);
  }

  /** Seconds as 1:05 or 1:02:03, cut to whole seconds. */
  span(seconds: number | null): string {
    if (seconds === null) return NONE;
    const whole = Math.max(0, Math.floor(seconds));
    const two = (value: number): string => String(value).padStart(2, '0');
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  }

  /** Hour and minute. */
  clock(moment: string | number): string {
    return this.#clock.format(new Date(moment));
  }

  /** Time of day, to the second. */
  time(moment: string | number): string {
    return this.#time.format(new Date(moment));
  }

  /** Date and time of day. */
  moment(moment: string | number): string {
    return this.#moment.format(new Date(moment));
  }

  /** The name of a language. */
  language(tag: string): string {
    return this.#names.of(tag) ?? tag;
  }
}
