//! What stands below the line of each indicator: contacts of which kind, or things other rooms count.

import type { Key } from '../language/catalogue';
import type { Format } from '../language/format';
import type { Figure } from './figures';

export const AMONG: Readonly<Record<string, Key>> = {
  service_level: 'among.offered',
  service_level_15: 'among.offered',
  service_level_20: 'among.offered',
  service_level_30: 'among.offered',
  abandonment: 'among.offered',
  asa: 'among.answered',
  asa_queued: 'among.waited',
  mean_wait_abandoned: 'among.abandoned',
  talk_mean: 'among.talked',
  talk_sd: 'among.talked',
  talk_median: 'among.talked',
  aht: 'among.answered',
  under_10s: 'among.answered',
  hold_rate: 'among.answered',
  transfer_rate: 'among.answered',
  repeat_rate: 'among.known',
  ivr_containment: 'among.all',
  occupancy: 'among.available',
  first_line_rate: 'among.cases',
  fcr: 'among.cases',
  recording_success: 'among.due',
  csat: 'among.answers',
  nps: 'among.answers',
  enps: 'among.answers',
  esat_satisfied: 'among.answers',
  esat_dissatisfied: 'among.answers',
  turnover: 'among.staff',
  callback_kept: 'among.callbacks',
  callback_reached: 'among.callbacks',
  schedule_adherence: 'among.planned',
  promise_kept: 'among.due',
  work_orders_on_time: 'among.due',
  complaints_per_10000: 'among.offered',
  qa_score: 'among.reviewed',
  auto_fail_rate: 'among.reviewed',
  greeting_standard: 'among.reviewed',
  training_pass_rate: 'among.examinations',
  voc_hours_kept: 'among.due',
};

/** What the table of intervals shows, in order, as far as the API has it. */
export const COLUMNS = ['offered', 'answered', 'abandoned', 'service_level', 'service_level_15', 'abandonment', 'asa', 'talk_mean', 'aht', 'under_10s'] as const;

/** Times that are sums are above the line of these. */
const SECONDS_ABOVE: ReadonlySet<string> = new Set(['asa', 'asa_queued', 'mean_wait_abandoned', 'talk_mean', 'aht', 'occupancy', 'longest_wait']);

/** What stands above the line of these says nothing by itself. */
const ALONE_BELOW: ReadonlySet<string> = new Set(['talk_sd', 'talk_median']);

/** What a day is judged by, in order. */
export const HEADLINES = ['offered', 'answered', 'abandoned', 'service_level', 'abandonment', 'asa', 'aht', 'occupancy'] as const;

/** A value as its unit is written. Times keep a tenth of a second: they are compared with other systems' figures. */
export function said(value: number | null, unit: string, format: Format, seconds: (text: string) => string): string {
  if (value === null) return format.span(null);
  switch (unit) {
    case 'share':
      return format.share(value);
    case 'net_share':
      return format.number(Math.round(value * 1000) / 10);
    case 'seconds':
      return value < 600 ? seconds(value.toFixed(1)) : format.span(value);
    case 'count':
      return format.number(value);
    default:
      return format.number(Math.round(value * 100) / 100);
  }
}

/** What it is made of, in numbers; null where there is nothing to say. */
export function made(key: string, figure: Figure, format: Format): { above: string | null; below: string | null } {
  const above = ALONE_BELOW.has(key) ? null : SECONDS_ABOVE.has(key) ? format.span(figure.numerator) : format.number(Math.round(figure.numerator * 10) / 10);
  if (figure.denominator === null || AMONG[key] === undefined) return { above, below: null };
  const below = key === 'occupancy' ? format.span(figure.denominator) : format.number(Math.round(figure.denominator * 10) / 10);
  return { above, below };
}
