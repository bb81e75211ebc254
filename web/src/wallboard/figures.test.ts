import { expect, test } from 'vitest';
import type { Agent, QueueList, Today } from '../api/client';
import { breached, grouped, inState, settled, together } from './figures';

const share = (value: number | null) => ({ numerator: 0, denominator: 0, value });
const mean = { numerator: 0, denominator: 0, value: null };

function today(level: number | null): Today {
  return {
    offered: 0, answered: 0, abandoned: 0, abandoned_short: 0, interrupted: 0,
    service_level: share(level), service_level_without_short: share(level),
    abandonment: share(null), abandonment_without_short: share(null),
    average_speed_of_answer: mean, mean_talk: mean,
  };
}

test('less than the target is a breach, the target itself and silence are none', () => {
  const cases: [number | null, boolean][] = [[null, false], [0, true], [0.8499, true], [0.85, false], [1, false]];
  for (const [level, expected] of cases) expect(breached(today(level)), String(level)).toBe(expected);
});

test('queues together: their sum, their longest, and one time only when it is everybody’s', () => {
  const queue = (waiting: number, longest_wait: number, service_level_within: number) => ({
    name: 'q', waiting, longest_wait, service_level_within, by_hand: null, callbacks: 0, next_callback: null, today: today(null),
  });
  const list = (...queues: QueueList['queues'][number][]): QueueList => ({ at: '', queues, today: today(null) });
  expect(together(list())).toEqual({ waiting: 0, longest: 0, within: null });
  expect(together(list(queue(2, 7, 15), queue(1, 9, 15)))).toEqual({ waiting: 3, longest: 9, within: 15 });
  expect(together(list(queue(2, 7, 15), queue(1, 9, 20))).within).toBeNull();
});

test('no agent is lost between the groups', () => {
  const agent = (id: string, state: Agent['state']): Agent => ({
    id, state, since: '2026-11-22T08:00:00.000Z', contact: null, not_ready: null, last_offer: null, shift_ends: null, skills: [],
  });
  const groups = grouped([agent('A-1', 'ready'), agent('A-2', 'talking'), agent('A-3', 'ready')]);
  expect(groups.map((group) => group.agents.map((one) => one.id))).toEqual([['A-2'], [], [], ['A-1', 'A-3'], []]);
  expect(inState(agent('A-1', 'ready'), '2026-11-22T08:01:05.000Z')).toBe(65);
});

test('an agent who does what they did before stays the same object', () => {
  const agent = (id: string, contact: string | null): Agent => ({ id, state: 'talking', since: '2026-11-22T08:00:00.000Z', contact, not_ready: null, last_offer: null, shift_ends: null, skills: ['cards'] });
  const before = { at: 'a', agents: [agent('A-1', 'C-1'), agent('A-2', null), agent('A-3', null)] };
  const now = settled(before, { at: 'b', agents: [agent('A-3', null), agent('A-1', 'C-2'), agent('A-4', null)] });
  expect([now.at, now.agents.map((one) => one.id)]).toEqual(['b', ['A-3', 'A-1', 'A-4']]);
  expect(now.agents.map((one) => before.agents.includes(one))).toEqual([true, false, false]);
  expect(now.agents[1]?.contact).toBe('C-2');
  expect(settled(null, before)).toEqual(before);
});
