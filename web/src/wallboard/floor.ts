//! What the floor tells beyond its figures, and what a supervisor may change of it.

import type { Agent, Api, Queue } from '../api/client';
import type { Span } from '../charts/Timeline.svelte';
import type { Time } from '../figures/day';

/** A queue that somebody closed by hand. */
export interface ByHand {
  since: string;
  /** The account; null when it is gone. */
  by: string | null;
  /** Whether those who waited were sent on. */
  flush: boolean;
}

export type FloorQueue = Queue & { by_hand?: ByHand | null };

/** What callers hear before anything else. */
export interface Announcement {
  /** On which line; null: on all. */
  line: string | null;
  prompt: string;
  /** Whether the call ends after it. */
  instead: boolean;
  since: string;
  by?: string | null;
}

export interface Announcements {
  announcements: readonly Announcement[];
  /** What can be announced. */
  prompts: readonly string[];
  lines?: readonly string[];
}

export type Wish = { ready: true } | { ready: false; reason: 'pause' | 'supervisor' };

const named = (name: string): string => encodeURIComponent(name);

export function setAgent(api: Api, agent: string, wish: Wish): Promise<unknown> {
  return api.request('PUT', `/api/agents/${named(agent)}/state`, wish);
}

/** What an agent was before, as a wish; null when nobody can wish for that. */
export function before(agent: Agent): Wish | null {
  if (agent.not_ready === null) return { ready: true };
  return agent.not_ready === 'pause' || agent.not_ready === 'supervisor' ? { ready: false, reason: agent.not_ready } : null;
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

export interface Waiting {
  /** Null for whoever may not see contacts. */
  contact: string | null;
  /** Seconds so far. */
  waited: number;
  /** 1 is next; null while it is being offered. */
  position: number | null;
  /** Who is being called for it. */
  agent: string | null;
}

/** A queue, who waits in it, longest first, and who could serve. */
export interface QueueDetails extends FloorQueue {
  at: string;
  contacts: readonly Waiting[];
  agents: readonly Agent[];
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
  const answer = await api.request<{ spans: readonly Span[] }>('GET', `/api/agents/${named(agent)}/timeline?${new URLSearchParams({ from, to })}`);
  return answer.spans;
}
