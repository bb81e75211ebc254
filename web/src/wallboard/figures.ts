//! From what the API tells to what the wallboard shows.

import type { Agent, AgentList, QueueList, Today } from '../api/client';

/** The share of contacts that should be answered in time. Less is a breach. */
export const TARGET = 0.85;

/** A queue without contacts breaches nothing. */
export function breached(today: Today): boolean {
  const { value } = today.service_level;
  return value !== null && value < TARGET;
}

/** All queues as they stand together. */
export function together(list: QueueList): { waiting: number; longest: number; within: number | null } {
  const waiting = list.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const longest = list.queues.reduce((most, queue) => Math.max(most, queue.longest_wait), 0);
  const times = new Set(list.queues.map((queue) => queue.service_level_within));
  const [only] = times;
  return { waiting, longest, within: times.size === 1 && only !== undefined ? only : null };
}

/** What of these is drawn as curves, by name. */
export function curves(prefix: string, list: QueueList): Record<string, number | null> {
  const { waiting, longest } = together(list);
  const { today } = list;
  const of = {
    waiting,
    longest,
    offered: today.offered,
    answered: today.answered,
    level: today.service_level.value,
    abandonment: today.abandonment.value,
    long: today.abandonment_without_short.value,
    asa: today.average_speed_of_answer.value,
  };
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix} ${name}`, value]));
}

/** In the order in which they are shown: busy first, away last. */
export const DOINGS = ['talking', 'offered', 'wrap_up', 'ready', 'not_ready'] as const;
export type Doing = (typeof DOINGS)[number];

export interface Group {
  doing: Doing;
  agents: Agent[];
}

/** All groups, the empty ones too: places on the board do not move. */
export function grouped(agents: readonly Agent[]): Group[] {
  return DOINGS.map((doing) => ({ doing, agents: agents.filter((agent) => agent.state === doing) }));
}

/** The new list with the objects of the old one where nothing changed: what did not change is not drawn anew. */
export function settled(before: AgentList | null, now: AgentList): AgentList {
  const known = new Map(before?.agents.map((agent) => [agent.id, agent]));
  const agents = now.agents.map((agent) => {
    const old = known.get(agent.id);
    return old && same(old, agent) ? old : agent;
  });
  return { ...now, agents };
}

function same(one: Agent, other: Agent): boolean {
  return (
    one.state === other.state &&
    one.since === other.since &&
    one.contact === other.contact &&
    one.not_ready === other.not_ready &&
    one.skills.join() === other.skills.join()
  );
}

/** Seconds an agent has been in its state, at the list's moment. */
export function inState(agent: Agent, at: string): number {
  return (Date.parse(at) - Date.parse(agent.since)) / 1000;
}
