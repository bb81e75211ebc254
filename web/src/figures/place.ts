//! What the page of figures shows, as it stands in its address.

import { around, dayAfter, days, isDay, VIEWS, type View } from '../dates/day';
import { dayOf } from '../dates/zone';
import { agentAddress } from '../shell/address';
import { type Asked, CHANNELS, type Channel, DIMENSIONS, type Dimension, type Extent } from './figures';

export interface Shown {
  view: View;
  /** A day of the period. */
  day: string;
  queue?: string;
  agent?: string;
  /** Without short abandons. */
  short?: 'out';
  /** Of imported logs alone, or of our own alone. */
  imported?: boolean;
  /** Calls alone, or chats alone. */
  channel?: Channel;
  by?: Dimension;
}

export function read(query: URLSearchParams, today: string): Shown {
  const day = query.get('day') ?? '';
  const shown: Shown = { view: VIEWS.find((view) => view === query.get('view')) ?? 'interval', day: isDay(day) ? day : today };
  const by = DIMENSIONS.find((one) => one === query.get('by'));
  if (by) shown.by = by;
  for (const name of ['queue', 'agent'] as const) {
    const value = query.get(name)?.trim();
    if (value) shown[name] = value;
  }
  if (query.get('short') === 'out') shown.short = 'out';
  const imported = query.get('imported');
  if (imported === 'true' || imported === 'false') shown.imported = imported === 'true';
  const channel = CHANNELS.find((one) => one === query.get('channel'));
  if (channel) shown.channel = channel;
  return shown;
}

export function address(shown: Shown, today: string): string {
  const query = new URLSearchParams();
  const { view, day, ...rest } = shown;
  if (view !== 'interval') query.set('view', view);
  if (day !== today) query.set('day', day);
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '/figures' : `/figures?${text}`;
}

/** The period before or after. */
export function moved(shown: Shown, by: 1 | -1): Shown {
  const { first, last } = around(shown.day, shown.view);
  return { ...shown, day: by > 0 ? dayAfter(last, 1) : around(dayAfter(first, -1), shown.view).first };
}

const CUT = { interval: 'quarter', day: 'day', month: 'month' } as const;

/** The longest day: one on which the clocks go back. */
const LONGEST_DAY = 25 * 3_600_000;

/**
 * Where the time is laid out that an occupancy is made of: a day of one agent, stretch by stretch; a longer time of
 * one agent, cut finer; the time of several, agent by agent.
 */
export function timesAddress(shown: Shown, agent: string | null, { from, to }: { from: string; to: string }, zone: string, today: string): string {
  if (agent === null) return address({ ...shown, by: 'agent' }, today);
  const day = dayOf(Date.parse(from), zone);
  if (Date.parse(to) - Date.parse(from) <= LONGEST_DAY) return `${agentAddress(agent)}?day=${day}`;
  const { by: _, ...rest } = shown;
  return address({ ...rest, agent }, today);
}

/** What the API is asked for: the period, cut as it is shown. */
export function asked({ view, day, queue, agent, short, imported, channel }: Shown, zone: string): Asked {
  const { first, last } = around(day, view);
  return { ...days(first, last, zone), interval: CUT[view], queue, agent, short, imported, channel, zone };
}

/** By which clock days are cut: the bank's; of imported contacts alone, that of their log. */
export function clockOf({ view, day, imported }: Shown, bank: string, extent: Extent | null): string {
  const log = extent?.imported_zone;
  if (!log || imported === false) return bank;
  if (imported === true) return log;
  const { first, last } = around(day, view);
  const { from, to } = days(first, last, log);
  const beforeUs = !extent.live || Date.parse(to) <= Date.parse(extent.live.from);
  const inLog = extent.imported !== null && Date.parse(from) <= Date.parse(extent.imported.to);
  return beforeUs && inLog ? log : bank;
}
