//! What a plan would change for one contact that waits, in words.

import type { Schemas } from '../api/client';
import type { Words } from '../contacts/journal';

type Contact = Schemas['ContactTrial'];
type Outlook = Schemas['Outlook'];
type Told = Omit<Words, 'word'>;

/** One thing that would be different. */
export interface Difference {
  what: 'position' | 'agents' | 'agents_at_last' | 'overflow' | 'closes' | 'callback' | 'ring';
  before: string;
  after: string;
}

/** `at` is the moment that the trial is true of. */
export function differences({ before, after }: Contact, at: string, words: Told): Difference[] {
  const { t, format } = words;
  const number = (count: number): string => format.number(count);
  const tell: Record<Difference['what'], (of: Outlook) => string> = {
    position: ({ position }) => number(position),
    agents: ({ agents }) => number(agents),
    agents_at_last: ({ agents_at_last }) => number(agents_at_last),
    overflow: (of) => overflow(of, at, words),
    closes: ({ closes }) => (closes === null ? t('outlook.closes.none') : t('outlook.closes.at', { time: format.moment(closes) })),
    callback: (of) => callback(of, words),
    ring: ({ ring_s }) => (ring_s === null ? t('outlook.ring.unknown') : format.span(ring_s)),
  };
  const whats = Object.keys(tell) as Difference['what'][];
  return whats.map((what) => ({ what, before: tell[what](before), after: tell[what](after) })).filter((one) => one.before !== one.after);
}

function overflow({ overflow: next }: Outlook, at: string, { t, format, name }: Told): string {
  if (next === null) return t('outlook.overflow.none');
  const seconds = Math.max(0, Math.round((Date.parse(next.at) - Date.parse(at)) / 1000));
  return t('outlook.overflow.in', { time: format.span(seconds), to: next.to_queue === null ? (next.to_flow ?? '') : name('queues', next.to_queue) });
}

function callback({ callback: stands, callback_from_s: from }: Outlook, { t, format }: Told): string {
  return stands === 'from' ? t('outlook.callback.from', { time: format.span(from ?? 0) }) : t(`outlook.callback.${stands}`);
}
