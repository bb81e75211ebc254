import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { type Connect, type Standing, backOff, follow } from './follow';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(bytes(piece));
      controller.close();
    },
  });
}

/** Follows a script of answers; the last one ends the test. */
async function run(script: (ReadableStream<Uint8Array> | Problem)[]) {
  const seen = { lasts: [] as (string | null)[], standings: [] as Standing[], events: [] as string[], stale: 0 };
  const end = new AbortController();
  const connect: Connect = async (last) => {
    seen.lasts.push(last);
    const next = script.shift();
    if (!next) {
      end.abort();
      throw new Problem('unreachable', '');
    }
    if (next instanceof Problem) throw next;
    return next;
  };
  const followed = follow(
    connect,
    {
      event: (event) => void seen.events.push(event.data),
      standing: (standing) => void seen.standings.push(standing),
      stale: () => void (seen.stale += 1),
    },
    end.signal,
  );
  await vi.runAllTimersAsync();
  await followed;
  return seen;
}

test('a broken stream goes on after the last event', async () => {
  const seen = await run([stream('id: J-1\ndata: a\n\n', 'id: J-2\ndata: b\n\nid: J-3\nda'), stream('id: J-3\ndata: c\n\n')]);
  expect(seen.lasts).toEqual([null, 'J-2', 'J-3']);
  expect(seen.events).toEqual(['a', 'b', 'c']);
  expect(seen.stale).toBe(2);
});

test('a journal that ends before the last event is begun anew', async () => {
  const seen = await run([stream('id: J-9\ndata: a\n\n'), new Problem('conflict', ''), stream('id: J-1\ndata: b\n\n')]);
  expect(seen.lasts).toEqual([null, 'J-9', null, 'J-1']);
});

test('missed events make the page load anew and are no events', async () => {
  const seen = await run([stream('event: missed\ndata: {}\n\n')]);
  expect([seen.events, seen.stale]).toEqual([[], 2]);
});

test('a worthless token ends it; a missing permission is told', async () => {
  const refused = await run([new Problem('not-signed-in', '')]);
  expect(refused.lasts).toEqual([null]);
  const denied = await run([new Problem('not-permitted', '')]);
  expect(denied.standings).toContain('denied');
});

test('waits grow, stay apart, and heed the server', () => {
  expect([1, 2, 3, 20].map((failures) => backOff(failures, 1))).toEqual([500, 1000, 2000, 15_000]);
  expect(backOff(1, 0)).toBe(250);
  expect(backOff(1, 1, 4_000)).toBe(4_000);
});
