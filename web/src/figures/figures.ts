//! Figures over a time, as the API tells them: each with what it is made of.

import type { Api, Patience, Schemas } from '../api/client';
import type { Interval } from '../charts/DayCurve.svelte';
import type { Cell } from '../charts/HeatMap.svelte';

export type Figure = Schemas['Figure'];
export type Definition = Schemas['Definition'];
export type Row = Schemas['Row'];
export type Answer = Schemas['FigureTable'];
/** An hour of the week, 0 from Monday's midnight. */
export type Slot = Schemas['Slot'];
export type Extent = Schemas['Extent'];
export type Alarm = Schemas['QualityAlarm'];

export const DIMENSIONS = ['queue', 'agent', 'team', 'skill', 'tier', 'channel'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const CHANNELS = ['voice', 'chat'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Asked {
  from: string;
  to: string;
  interval: 'quarter' | 'hour' | 'day' | 'month' | 'whole';
  by?: Dimension | undefined;
  short?: 'counted' | 'out' | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  imported?: boolean | undefined;
  channel?: Channel | undefined;
  /** Whose midnights cut days. */
  zone?: string;
  /** Their keys; all when none is named. */
  indicators?: readonly string[];
}

/** What curve and map are drawn from. */
export const DRAWN = ['offered', 'answered', 'abandoned', 'service_level'] as const;

/** Years of contacts take their time; whoever waits is shown that, and may give up. */
const WITHIN = 60_000;

export function readFigures(api: Api, asked: Asked, signal?: AbortSignal): Promise<Answer> {
  return api.request<Answer>('GET', `/api/figures?${write(asked)}`, undefined, patience(signal));
}

export async function readWeek(api: Api, asked: Asked, signal?: AbortSignal): Promise<readonly Slot[]> {
  const { interval: _, by: __, ...of } = asked;
  const answer = await api.request<Schemas['FigurePattern']>('GET', `/api/figures/week?${write({ ...of, indicators: DRAWN })}`, undefined, patience(signal));
  return answer.slots;
}

export function readExtent(api: Api): Promise<Extent> {
  return api.request<Extent>('GET', '/api/figures/extent');
}

export function readAlarm(api: Api, { from, to, imported, zone }: Asked, signal?: AbortSignal): Promise<Alarm> {
  return api.request<Alarm>('GET', `/api/figures/alarm?${write({ from, to, imported, ...zone === undefined ? {} : { zone } })}`, undefined, patience(signal));
}

function patience(signal: AbortSignal | undefined): Patience {
  return signal ? { within: WITHIN, signal } : { within: WITHIN };
}

/** The same as a file. */
export function fileAddress(asked: Asked, kind: 'csv' | 'xlsx'): string {
  return `/api/figures.${kind}?${write(asked)}`;
}

function write(asked: Partial<Asked>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.toString();
}

/** The page's own address of a list of contacts that the API names. */
export function listOf(address: string | null | undefined): string | null {
  return address?.startsWith('/api/contacts?') ? address.slice('/api'.length) : null;
}

const count = (figures: Row['figures'], name: string): number => figures[name]?.numerator ?? 0;

/** A row as a curve draws it. */
export function interval({ from, to, figures }: Row): Interval {
  return {
    from, to,
    offered: count(figures, 'offered'), answered: count(figures, 'answered'), abandoned: count(figures, 'abandoned'),
    level: figures.service_level?.value ?? null,
    opens: listOf(figures.offered?.contacts?.numerator),
  };
}

/** An hour of the week as a map shows it. */
export function cell({ slot, figures }: Slot): Cell {
  return {
    day: Math.floor(slot / 24), hour: slot % 24,
    offered: count(figures, 'offered'), answered: count(figures, 'answered'), abandoned: count(figures, 'abandoned'),
    within: count(figures, 'service_level'),
  };
}
