import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refresher } from './refresher';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Counts loads that take `takes` ms each. */
function counted(takes: number) {
  const seen = { loads: 0, atOnce: 0, most: 0 };
  const refresher = new Refresher(
    async () => {
      seen.loads += 1;
      seen.most = Math.max(seen.most, (seen.atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, takes));
      seen.atOnce -= 1;
    },
    { least: 500, most: 2_000 },
  );
  return { seen, refresher };
}

test('a storm of events loads twice a second, one load at a time', async () => {
  const { seen, refresher } = counted(100);
  for (let step = 0; step < 1_000; step += 1) {
    refresher.soon();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(seen.loads).toBeGreaterThanOrEqual(19);
  expect(seen.loads).toBeLessThanOrEqual(21);
  expect(seen.most).toBe(1);
});

test('silence still loads now and then, and nothing after the end', async () => {
  const { seen, refresher } = counted(0);
  refresher.soon();
  await vi.advanceTimersByTimeAsync(10_100);
  expect(seen.loads).toBe(6);
  refresher.stop();
  refresher.soon();
  refresher.now();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen.loads).toBe(6);
});
