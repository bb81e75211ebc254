//! Figures over a time, as the API tells them: each with what it is made of.

import type { Api } from '../api/client';
import type { Interval } from '../charts/DayCurve.svelte';
import type { Cell } from '../charts/HeatMap.svelte';
import { hourOfWeek } from '../charts/zone';

export interface Figure {
  numerator: number;
  denominator: number;
  /** Null when there was nothing to divide by, or nobody fed it yet. */
  value: number | null;
  /** How it stands to its target; none without one. */
  colour?: 'green' | 'amber' | 'red' | null;
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

/** The same as a file. */
export function fileAddress(asked: Asked, kind: 'csv' | 'xlsx'): string {
  return `/api/figures.${kind}?${write(asked)}`;
}

function write(asked: Asked): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.toString();
}

const count = (row: Row, name: string): number => row.figures[name]?.numerator ?? 0;

/** A row as a curve draws it. */
export function interval(row: Row): Interval {
  return {
    from: row.from, to: row.to,
    offered: count(row, 'offered'), answered: count(row, 'answered'), abandoned: count(row, 'abandoned'),
    level: row.figures.service_level?.value ?? null,
  };
}

/** Rows of hours or less summed up by weekday and hour. */
export function week(rows: readonly Row[], zone: string): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const { day, hour } = hourOfWeek(Date.parse(row.from), zone);
    const cell = cells.get(`${day} ${hour}`) ?? { day, hour, offered: 0, answered: 0, abandoned: 0, within: 0 };
    cell.offered += count(row, 'offered');
    cell.answered += count(row, 'answered');
    cell.abandoned += count(row, 'abandoned');
    cell.within += count(row, 'service_level');
    cells.set(`${day} ${hour}`, cell);
  }
  return [...cells.values()];
}
