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
  readonly #day;
  readonly #relative;
  readonly #locale;
  readonly #money = new Map<string, Intl.NumberFormat>();

  constructor(locale: string) {
    this.#locale = locale;
    this.#day = new Intl.DateTimeFormat(locale, { year: 'numeric', month: '2-digit', day: '2-digit' });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
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

  /** An amount in the currency's smallest unit. */
  money(minor: number, currency: string): string {
    let format = this.#money.get(currency);
    if (!format) {
      format = new Intl.NumberFormat(this.#locale, { style: 'currency', currency });
      this.#money.set(currency, format);
    }
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }

  /** A day, from a date or a moment. */
  day(date: string): string {
    return this.#day.format(new Date(date));
  }

  /** How long ago, in the largest unit that says something; `now` in milliseconds. */
  ago(moment: string, now: number): string {
    const seconds = Math.max(0, (now - Date.parse(moment)) / 1_000);
    if (seconds < 3_600) return this.#relative.format(-Math.floor(seconds / 60), 'minute');
    if (seconds < 86_400) return this.#relative.format(-Math.floor(seconds / 3_600), 'hour');
    return this.#relative.format(-Math.floor(seconds / 86_400), 'day');
  }

  /** The name of a language. */
  language(tag: string): string {
    return this.#names.of(tag) ?? tag;
  }
}
