//! What the floor tells beyond its figures, and what a supervisor may change of it.

import type { Agent, Api, Schemas } from '../api/client';
import type { Span } from '../charts/Timeline.svelte';
import type { Time } from '../dates/day';

export type Announcements = Schemas['AnnouncementList'];
/** What callers hear before anything else. */
export type Announcement = Schemas['Announcement'];
/** A queue, who waits in it, longest first, and who could serve. */
export type QueueDetails = Schemas['QueueDetails'];

/** What an agent may be wished to be: not all that one can be. */
export type Wish = { ready: true } | { ready: false; reason: Schemas['Reason'] };

const REASONS: readonly Schemas['Reason'][] = ['pause', 'break', 'meal', 'training', 'meeting', 'supervisor'];

const named = (name: string): string => encodeURIComponent(name);

export function setAgent(api: Api, agent: string, wish: Wish): Promise<unknown> {
  return api.request('PUT', `/api/agents/${named(agent)}/state`, wish);
}

/** What an agent was before, as a wish; null when nobody can wish for that. */
export function before(agent: Agent): Wish | null {
  if (agent.not_ready === null) return { ready: true };
  const reason = REASONS.find((one) => one === agent.not_ready);
  return reason ? { ready: false, reason } : null;
}

/** What becomes of those who wait when a queue closes: they are served, or sent on as whoever comes now. */
export type AtClosing = 'keep' | 'flush';

export function closeQueue(api: Api, queue: string, waiting: AtClosing): Promise<unknown> {
  return api.request('PUT', `/api/queues/${named(queue)}/state`, { open: false, waiting });
}

/** It follows its calendar again. */
export function openQueue(api: Api, queue: string): Promise<unknown> {
  return api.request('PUT', `/api/queues/${named(queue)}/state`, { open: true });
}

/** A place that is kept for a call-back. */
export type Kept = QueueDetails['kept'][number];

/** The place is kept no longer; nobody can take that back. */
export function cancelCallback(api: Api, contact: string): Promise<unknown> {
  return api.request('DELETE', `/api/callbacks/${named(contact)}`);
}

export function readQueue(api: Api, queue: string): Promise<QueueDetails> {
  return api.request<QueueDetails>('GET', `/api/queues/${named(queue)}`);
}

export function readAnnouncements(api: Api): Promise<Announcements> {
  return api.request<Announcements>('GET', '/api/announcements');
}

export function announce(api: Api, line: string | null, prompt: string, instead: boolean): Promise<unknown> {
  return api.request('PUT', `/api/announcements/${named(line ?? 'all')}`, { prompt, instead });
}

export function clearAnnouncement(api: Api, line: string | null): Promise<unknown> {
  return api.request('DELETE', `/api/announcements/${named(line ?? 'all')}`);
}

/** What an agent was in a time, in order. */
export async function readTimeline(api: Api, agent: string, { from, to }: Time): Promise<readonly Span[]> {
  const answer = await api.request<Schemas['Timeline']>('GET', `/api/agents/${named(agent)}/timeline?${new URLSearchParams({ from, to })}`);
  return answer.spans;
}
