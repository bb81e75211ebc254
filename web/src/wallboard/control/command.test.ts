import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { Command } from './command.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A request that is answered when the test says so. */
function request() {
  const sent: { yes: () => void; no: (problem: Problem) => void }[] = [];
  const run = () => new Promise<void>((yes, no) => sent.push({ yes, no }));
  return { sent, run };
}

test('pending until the server confirms, and nothing is sent twice', async () => {
  const { sent, run } = request();
  const command = new Command();
  command.ask();
  expect([command.step, sent.length]).toEqual(['asked', 0]);
  const running = command.run({ run });
  void command.run({ run });
  command.cancel();
  expect([command.step, sent.length]).toEqual(['pending', 1]);
  sent[0]?.yes();
  await running;
  expect([command.step, command.canUndo]).toEqual(['done', false]);
});

test('a refusal keeps its reason until something else is tried', async () => {
  const { sent, run } = request();
  const command = new Command();
  const running = command.run({ run });
  sent[0]?.no(new Problem('conflict', 'closed meanwhile'));
  await running;
  expect([command.step, command.problem?.kind, command.problem?.message]).toEqual(['refused', 'conflict', 'closed meanwhile']);
  command.cancel();
  expect([command.step, command.problem]).toEqual(['idle', null]);
});

test('what was done can be taken back once, for a while', async () => {
  const undo = vi.fn(async () => {});
  const command = new Command();
  await command.run({ run: async () => {}, undo });
  expect(command.canUndo).toBe(true);
  await command.undo();
  expect([command.step, command.undoing, command.canUndo]).toEqual(['done', true, false]);
  await command.undo();
  expect(undo).toHaveBeenCalledTimes(1);
  await command.run({ run: async () => {}, undo });
  await vi.advanceTimersByTimeAsync(15_000);
  expect([command.step, command.canUndo]).toEqual(['idle', false]);
});
