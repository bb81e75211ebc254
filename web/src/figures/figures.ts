//! Figures over a time, as the API tells them: each with what it is made of.

import type { Api } from '../api/client';
import type { Interval } from '../charts/DayCurve.svelte';
import type { Cell } from '../charts/HeatMap.svelte';

export interface Figure {
  numerator: number;
  denominator: number;
  /** Null when there was nothing to divide by, or nobody fed it yet. */
  value: number | null;
  /** How it stands to its target; none without one. */
  colour?: 'green' | 'amber' | 'red' | null;
  /** Where the contacts above and below its line are listed; null where they cannot be. */
  contacts?: { numerator: string | null; denominator: string | null };
}

export type Unit = 'share' | 'net_share' | 'seconds' | 'count' | 'per_ten_thousand' | 'mark' | 'hours';

export interface Definition {
  key: string;
  unit: Unit;
  /** Who feeds it; null when the journal does. */
  fed_by: string | null;
}

export interface Row {
  /** RFC 3339; `to` is the first moment after it. */
  from: string;
  to: string;
  /** The queue, the agent …; null for those without, and for the total. */
  key: string | null;
  figures: Readonly<Record<string, Figure>>;
}

export interface Answer {
  /** The zone whose days are counted. */
  zone: string;
  definitions: readonly Definition[];
  /** In order of time, then of key. What has nothing has no row. */
  rows: readonly Row[];
}

/** An hour of the week, 0 from Monday's midnight. */
export interface Slot {
  slot: number;
  figures: Readonly<Record<string, Figure>>;
}

/** From when to when there is something. */
export interface Extent {
  live: { from: string; to: string } | null;
  imported: { from: string; to: string } | null;
}

/** Agents whose share of services under 10 s stands out, and whom they stand out from. */
export interface Alarm {
  /** The median agent's share. */
  median: number | null;
  /** Services without an agent on record: a defect of the data. */
  without_agent: number;
  standing_out: readonly { agent: string; services: number; under_10s: number; share: number; at_least: number; contacts: string | null }[];
}

export const DIMENSIONS = ['queue', 'agent', 'team', 'skill', 'tier', 'channel'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Asked {
  from: string;
  to: string;
  interval: 'quarter' | 'hour' | 'day' | 'month' | 'whole';
  by?: Dimension | undefined;
  short?: 'counted' | 'out' | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  imported?: boolean | undefined;
  /** Their keys; all when none is named. */
  indicators?: readonly string[];
}

/** What curve and map are drawn from. */
export const DRAWN = ['offered', 'answered', 'abandoned', 'service_level'] as const;

export function readFigures(api: Api, asked: Asked): Promise<Answer> {
  return api.request<Answer>('GET', `/api/figures?${write(asked)}`);
}

export async function readWeek(api: Api, asked: Asked): Promise<readonly Slot[]> {
  const { interval: _, by: __, ...of } = asked;
  const answer = await api.request<{ slots: readonly Slot[] }>('GET', `/api/figures/week?${write({ ...of, indicators: DRAWN })}`);
  return answer.slots;
}

export function readExtent(api: Api): Promise<Extent> {
  return api.request<Extent>('GET', '/api/figures/extent');
}

export function readAlarm(api: Api, { from, to, imported }: Asked): Promise<Alarm> {
  return api.request<Alarm>('GET', `/api/figures/alarm?${write({ from, to, imported })}`);
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
