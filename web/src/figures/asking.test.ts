import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { Question } from './asking.svelte';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Questions that are answered when the test says so. */
function asked() {
  const open: { yes: (value: string) => void; no: (problem: Problem) => void; signal: AbortSignal }[] = [];
  const ask = (signal: AbortSignal) => new Promise<string>((yes, no) => open.push({ yes, no, signal }));
  return { open, ask };
}

test('what is slow says for how long, and can be given up', async () => {
  const { open, ask } = asked();
  const question = new Question<string>();
  question.ask(ask);
  await vi.advanceTimersByTimeAsync(900);
  expect([question.loading, question.waited]).toEqual([true, null]);
  await vi.advanceTimersByTimeAsync(2_200);
  expect(question.waited).toBe(3);
  question.giveUp();
  expect([question.loading, question.waited, question.givenUp, open[0]?.signal.aborted]).toEqual([false, null, true, true]);
  open[0]?.yes('late');
  await vi.advanceTimersByTimeAsync(0);
  expect(question.value).toBeNull();
  question.retry();
  open[1]?.yes('here');
  await vi.advanceTimersByTimeAsync(0);
  expect([question.value, question.givenUp, question.loading]).toEqual(['here', false, false]);
});

test('only the last question is answered, and the last answer stays until then', async () => {
  const [first, second] = [asked(), asked()];
  const question = new Question<string>();
  question.ask(first.ask);
  first.open[0]?.yes('one');
  await vi.advanceTimersByTimeAsync(0);
  question.ask(first.ask);
  question.ask(second.ask);
  first.open[1]?.yes('two');
  await vi.advanceTimersByTimeAsync(0);
  expect([question.value, question.loading]).toEqual(['one', true]);
  second.open[0]?.yes('three');
  await vi.advanceTimersByTimeAsync(0);
  expect(question.value).toBe('three');
});

test('what time may mend is asked again when the service wants it, what it may not is not', async () => {
  const { open, ask } = asked();
  const question = new Question<string>();
  question.ask(ask);
  open[0]?.no(new Problem('unavailable', '', null, 8_000));
  await vi.advanceTimersByTimeAsync(7_900);
  expect([question.problem?.kind, open.length]).toEqual(['unavailable', 1]);
  await vi.advanceTimersByTimeAsync(200);
  expect(open.length).toBe(2);
  open[1]?.no(new Problem('not-permitted', ''));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([question.problem?.kind, open.length]).toEqual(['not-permitted', 2]);
});
