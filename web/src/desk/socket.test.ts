import { expect, test } from 'vitest';
import type { Told } from './protocol';
import { Socket, TOO_LARGE, NOT_SENT, UNREACHABLE, type Line, type Standing, type World } from './socket';

/** A world whose time, connections and worker the test plays. */
function played() {
  const lines: (Line & { sent: { id?: number; type: string }[]; closed: boolean })[] = [];
  const waits: { time: number; then: () => void }[] = [];
  const told: Told[] = [];
  const quiet: boolean[] = [];
  const standings: [Standing, string | null][] = [];
  let now = 0;
  let tick: () => void = () => {};
  let allowed = true;
  const world: World = {
    open: () => {
      const line: (typeof lines)[number] = {
        sent: [],
        closed: false,
        send: (text) => line.sent.push(JSON.parse(text)),
        close: () => (line.closed = true),
        onopen: null,
        onmessage: null,
        onclose: null,
      };
      lines.push(line);
      return line;
    },
    hello: () => ({ type: 'hello', language: 'en', window: 'desk' }),
    ticks: (_, does) => {
      tick = does;
      return () => (tick = () => {});
    },
    after: (time, then) => {
      const wait = { time, then };
      waits.push(wait);
      return () => {
        const place = waits.indexOf(wait);
        if (place >= 0) waits.splice(place, 1);
      };
    },
    visible: () => true,
    now: () => now,
    allowed: () => Promise.resolve(allowed),
  };
  const socket = new Socket(world, { told: (frame) => told.push(frame), standing: (standing, why) => standings.push([standing, why]), quiet: (is) => quiet.push(is) });
  const line = () => lines.at(-1)!;
  return {
    socket,
    lines,
    line,
    told,
    quiet,
    standings,
    standing: () => standings.at(-1)?.[0],
    says: (frame: object) => line().onmessage?.({ data: JSON.stringify(frame) }),
    tick: (passed: number) => {
      now += passed;
      tick();
    },
    /** Lets the longest wait end: the one before another attempt. */
    wait: async (time: (wait: { time: number }) => boolean = () => true) => {
      const wait = waits.splice(waits.findIndex(time), 1)[0];
      wait?.then();
      await new Promise<void>((resolve) => setTimeout(resolve));
      return wait?.time ?? 0;
    },
    forbid: () => (allowed = false),
  };
}
const WELCOME = { type: 'welcome', at: '2026-11-26T00:00:00Z' };
/** Waits for answers are as long as this; those before another attempt are shorter at first. */
const ANSWER = 8_000;
const attempt = (wait: { time: number }): boolean => wait.time !== ANSWER;

function welcomed() {
  const world = played();
  world.line().onopen?.();
  world.says({ type: 'done', id: 1 });
  world.says(WELCOME);
  return world;
}

test('a connection begins with hello, stands with welcome, and beats', () => {
  const { line, standing, tick, told } = welcomed();
  expect(line().sent[0]).toEqual({ id: 1, type: 'hello', language: 'en', window: 'desk' });
  expect(standing()).toBe('live');
  expect(told.length).toBe(1);
  tick(2_000);
  expect(line().sent.at(-1)).toEqual({ type: 'beat', n: 1, visible: true });
});

test('each frame is answered by its number, or not at all within its time', async () => {
  const { socket, says, line, wait } = welcomed();
  const first = socket.ask({ type: 'ready' });
  const second = socket.ask({ type: 'answer', contact: 'C-1' });
  const third = socket.ask({ type: 'hold', contact: 'C-1' });
  const [ready, answer] = line().sent.slice(-3).map((frame) => frame.id);
  says({ type: 'refused', id: answer, problem: { code: 'conflict', detail: 'no' } });
  says({ type: 'done', id: ready });
  says({ type: 'done', id: 99 });
  expect(await first).toBeNull();
  expect(await second).toEqual({ code: 'conflict', detail: 'no' });
  await wait((wait) => wait.time === ANSWER);
  expect(await third).toEqual(UNREACHABLE);
});

test('a connection that goes, or says nothing any more, is opened again after a while', async () => {
  const { socket, line, lines, standing, tick, wait, says } = welcomed();
  const pending = socket.ask({ type: 'ready' });
  line().onclose?.();
  expect(await pending).toEqual(UNREACHABLE);
  expect(standing()).toBe('broken');
  expect(await socket.ask({ type: 'ready' })).toEqual(NOT_SENT);
  expect(await socket.ask({ type: 'note', contact: 'C-1', version: 0, text: '' })).toEqual(UNREACHABLE);
  const waited = await wait(attempt);
  expect(waited).toBeLessThanOrEqual(500);
  expect(lines.length).toBe(2);
  line().onopen?.();
  says(WELCOME);
  expect(standing()).toBe('live');
  tick(2_000);
  tick(7_000);
  expect(line().closed).toBe(true);
  expect(standing()).toBe('broken');
});

test('a connection that is closed as soon as it is there is not opened in a circle', async () => {
  const { says, wait, line, tick } = welcomed();
  const again = async (): Promise<number> => {
    says({ type: 'over', why: 'no' });
    const waited = await wait(attempt);
    await Promise.resolve();
    line().onopen?.();
    says(WELCOME);
    return waited;
  };
  const waits = [];
  for (let time = 0; time < 8; time += 1) waits.push(await again());
  expect(waits.at(-1)).toBeGreaterThan(4 * (waits[0] ?? 0));
  // One that lived is a good one.
  for (let beat = 0; beat < 6; beat += 1) {
    tick(2_000);
    says({ type: 'beat', n: beat });
  }
  expect(await again()).toBeLessThanOrEqual(500);
});

test('a beat without an answer is told within three seconds, and so is an answer after it', async () => {
  const { socket, quiet, tick, wait, says, line, standing } = welcomed();
  tick(2_000);
  tick(0);
  expect(await wait((wait) => wait.time < 1_000)).toBeLessThanOrEqual(1_000);
  expect(quiet).toEqual([true]);
  expect(standing()).toBe('live');
  says({ type: 'beat', n: 1 });
  expect(quiet).toEqual([true, false]);
  socket.offline();
  line().onclose?.();
  socket.offline();
  expect(quiet).toEqual([true, false, true, false]);
});

test('a page knows whether it stood still or its connection was lost', async () => {
  const { socket, tick, line, wait, says } = welcomed();
  const back = async (): Promise<void> => {
    await wait(attempt);
    line().onopen?.();
  };
  for (let beat = 0; beat < 4; beat += 1) tick(2_000);
  expect(line().closed).toBe(true);
  await back();
  expect(socket.froze).toBe(false);
  says(WELCOME);
  tick(30_000);
  await back();
  expect(socket.froze).toBe(true);
  says(WELCOME);
  expect(socket.froze).toBe(false);
});

test('a connection that was closed because of a frame says which, and goes on without it', async () => {
  const { socket, line, lines, wait, says, standing } = welcomed();
  const note = socket.ask({ type: 'note', contact: 'C-1', version: 0, text: 'x'.repeat(300_000) });
  const hold = socket.ask({ type: 'hold', contact: 'C-1' });
  line().onclose?.({ code: 1009 });
  expect(await note).toEqual(TOO_LARGE);
  expect(await hold).toEqual(UNREACHABLE);
  await wait(attempt);
  expect(lines.length).toBe(2);
  line().onopen?.();
  says(WELCOME);
  expect(standing()).toBe('live');
  expect(line().sent.map((frame) => frame.type)).toEqual(['hello']);
});

test('late words of a connection that is gone are not heard', () => {
  const { lines, told, says, line } = welcomed();
  line().onclose?.();
  lines[0]?.onmessage?.({ data: JSON.stringify({ type: 'beat', n: 1 }) });
  says({ type: 'beat', n: 1 });
  expect(told.length).toBe(1);
});

test('another window takes over: this one waits to be asked', async () => {
  const { socket, says, standing, lines, line } = welcomed();
  says({ type: 'superseded' });
  expect(standing()).toBe('superseded');
  expect(line().closed).toBe(true);
  expect(lines.length).toBe(1);
  socket.again();
  expect(lines.length).toBe(2);
  expect(standing()).toBe('connecting');
});

test('a centre that closes says why, and is asked again', async () => {
  const { says, standings, lines, wait } = welcomed();
  says({ type: 'over', why: 'closing' });
  expect(standings.at(-1)).toEqual(['over', 'closing']);
  await wait(attempt);
  expect(lines.length).toBe(2);
});

test('an account without a desk is not asked for for ever', async () => {
  const { line, lines, wait, forbid, standing } = played();
  forbid();
  line().onclose?.();
  await wait(attempt);
  line().onclose?.();
  await wait(attempt);
  expect(standing()).toBe('denied');
  expect(lines.length).toBe(2);
});

test('a socket that is closed stays closed', async () => {
  const { socket, lines, wait, line } = welcomed();
  line().onclose?.();
  socket.close();
  await wait(attempt);
  socket.again();
  expect(lines.length).toBe(1);
});

test('what a person wants done is never done later: on a quiet connection it is not sent', async () => {
  const { socket, says, line } = welcomed();
  const sent = (): unknown[] => line().sent.map((frame) => frame.type);
  socket.offline();
  expect(await socket.ask({ type: 'hold', contact: 'C-1' })).toEqual(NOT_SENT);
  expect(await socket.ask({ type: 'hang_up', contact: 'C-1' })).toEqual(NOT_SENT);
  void socket.ask({ type: 'note', contact: 'C-1', version: 0, text: 'kept' });
  void socket.ask({ type: 'phone_offer', sdp: '' });
  expect(sent()).toEqual(['hello', 'note', 'phone_offer']);
  says({ type: 'beat', n: 1 });
  void socket.ask({ type: 'hold', contact: 'C-1' });
  expect(sent().at(-1)).toBe('hold');
});
