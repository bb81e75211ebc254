import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { subprotocols } from '../desk/protocol';

const stored = new Map<string, string>();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.resetModules();
  const storage = { getItem: (name: string) => stored.get(name) ?? null, setItem: (name: string, value: string) => stored.set(name, value), removeItem: (name: string) => stored.delete(name) };
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('sessionStorage', storage);
});

afterEach(() => {
  stored.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('whoever does nothing here is idle, unless they work in another tab', async () => {
  const { attended: here } = await import('./attended');
  vi.resetModules();
  const { attended: there } = await import('./attended');
  vi.advanceTimersByTime(40_000);
  expect([here.is, here.idle]).toEqual([false, 40_000]);
  there.touch();
  vi.advanceTimersByTime(1_000);
  // What this tab asks by itself is still its own doing.
  expect([here.is, here.idle, there.is]).toEqual([false, 1_000, true]);
});

test('a page that opens after a long absence is attended', async () => {
  stored.set('heliotrope.attended', '5');
  const { attended } = await import('./attended');
  expect([attended.is, attended.idle]).toEqual([true, 0]);
});

test('notes that nobody saved are counted, whatever stands in the storage', async () => {
  const { left } = await import('./work');
  expect(left()).toBe(0);
  stored.set('heliotrope.notes', '{"C-1":{"text":"a","version":0},"C-2":{"text":"b","version":1}}');
  expect(left()).toBe(2);
  stored.set('heliotrope.notes', '{"C-1"');
  expect(left()).toBe(0);
});

test('a desk is opened by a token, or by the bond of the session', () => {
  expect(subprotocols({ token: 'hlt_a' })).toEqual(['heliotrope.desk.v1', 'bearer.hlt_a']);
  expect(subprotocols({ bond: 'b' })).toEqual(['heliotrope.desk.v1', 'bond.b']);
});
