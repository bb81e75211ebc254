//! Numbers, shares, times and spans as a language writes them.

/** What stands where there is nothing. */
const NONE = '—';

/** Shown of a share: one decimal, enough to see it move. */
const DECIMALS = 1;
/** Below this a length of a recording shows tenths, seconds. */
const TENTHS_BELOW = 10;

export class Format {
  readonly #number;
  readonly #share;
  readonly #target;
  readonly #time;
  readonly #clock;
  readonly #moment;
  readonly #near;
  readonly #weekday;
  readonly #names;
  readonly #day;
  readonly #date;
  readonly #month;
  readonly #long;
  readonly #relative;
  readonly #locale;
  readonly #money = new Map<string, Intl.NumberFormat>();

  /** Times of day are those of a zone, by its IANA name; the browser's own without one. */
  constructor(locale: string, zone?: string) {
    this.#locale = locale;
    // 11/12 is one day to some and another to others: in English the month is a word, and the day comes first.
    const english = locale === 'en';
    const dated = english ? 'en-GB' : locale;
    const within = { month: english ? 'short' : '2-digit', day: english ? 'numeric' : '2-digit' } as const;
    const date = { ...within, year: 'numeric' } as const;
    const time = { ...(zone === undefined ? {} : { timeZone: zone }), hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    this.#clock = new Intl.DateTimeFormat(locale, time);
    this.#time = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' });
    this.#moment = new Intl.DateTimeFormat(dated, { ...time, ...date, second: '2-digit' });
    this.#near = new Intl.DateTimeFormat(dated, { ...time, ...within });
    this.#weekday = new Intl.DateTimeFormat(dated, { ...(zone === undefined ? {} : { timeZone: zone }), weekday: 'long' });
    this.#day = new Intl.DateTimeFormat(dated, date);
    this.#date = new Intl.DateTimeFormat(dated, { ...date, timeZone: 'UTC' });
    this.#month = new Intl.DateTimeFormat(dated, { year: 'numeric', month: 'long', timeZone: 'UTC' });
    this.#long = new Intl.DateTimeFormat(dated, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
    this.#number = new Intl.NumberFormat(locale);
    this.#share = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: DECIMALS,
      maximumFractionDigits: DECIMALS,
    });
    this.#target = new Intl.NumberFormat(locale, { style: 'percent' });
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

  /** A place in something that lasts `whole` seconds: of what is very short, tenths count. */
  place(seconds: number, whole: number): string {
    const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
    return whole < TENTHS_BELOW ? `${this.span(tenths / 10)}.${tenths % 10}` : this.span(seconds);
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

  /** Date and time, without what is plain from the list it stands in: the year, the seconds. */
  near(moment: string | number): string {
    return this.#near.format(new Date(moment));
  }

  /** When something is due: within a week by the day of the week, else by the date; `now` in milliseconds. */
  due(moment: string, now: number): string {
    const away = Math.abs(Date.parse(moment) - now);
    return away < 6 * 86_400_000 ? `${this.#weekday.format(new Date(moment))} ${this.clock(moment)}` : this.near(moment);
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

  /** How many digits stand behind a currency's point. */
  decimals(currency: string): number {
    return new Intl.NumberFormat(this.#locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  }

  /** A day, from a date or a moment. */
  day(date: string): string {
    return this.#day.format(new Date(date));
  }

  /** A day of the calendar, written `2026-11-26`. */
  date(day: string): string {
    return this.#date.format(Date.parse(day));
  }

  /** The same at length, with the day of the week. */
  longDate(day: string): string {
    return this.#long.format(Date.parse(day));
  }

  /** The month that holds a day of the calendar. */
  month(day: string): string {
    return this.#month.format(Date.parse(day));
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
