//! Moments in a time zone, which need not be the browser's.

const formats = new Map<string, Intl.DateTimeFormat>();

/** How much a zone is ahead of UTC at a moment, milliseconds. */
export function offset(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return local - Math.floor(at / 1000) * 1000;
}

/** When a day of the calendar begins in a zone. `2026-11-26` */
export function begins(day: string, zone: string): number {
  const utc = Date.parse(day);
  // The offset of the day before stands until the clocks change, which they never do at its very beginning twice.
  const guess = utc - offset(utc, zone);
  return utc - offset(guess, zone);
}

/** The day of the calendar of a moment. */
export function dayOf(at: number, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 10);
}
