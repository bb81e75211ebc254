//! Follows the centre's events: connects, reads, and connects again for as long as it is wanted.

import { asProblem, type Problem } from '../api/problem';
import { EventParser, type ServerEvent } from './events';

/** How the connection stands. `denied`: this account may not follow events; it asks now and then. */
export type Standing = 'connecting' | 'live' | 'broken' | 'denied';

export interface Follower {
  /** An event came. */
  event(event: ServerEvent): void;
  /** The connection stands otherwise than before. */
  standing(standing: Standing): void;
  /** What is shown may lack something: load it anew. */
  stale(): void;
}

export type Connect = (last: string | null, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

/** Waits between attempts, milliseconds: doubled each time up to the longest, half of it by chance. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** The server gives a sign of life every 15 s; silence beyond this is a connection that is gone. */
const SILENCE = 40_000;

/** How long to wait after so many failures in a row; `chance` from 0 to 1 keeps pages apart. */
export function backOff(failures: number, chance: number, retryAfter: number | null = null): number {
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10));
  return Math.max(retryAfter ?? 0, full / 2 + (full / 2) * chance);
}

/** Follows until the signal is aborted. Never rejects. */
export async function follow(connect: Connect, follower: Follower, signal: AbortSignal): Promise<void> {
  let last: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    const attempt = new AbortController();
    const both = AbortSignal.any([signal, attempt.signal]);
    let problem: Problem | null = null;
    follower.standing(failures === 0 ? 'connecting' : 'broken');
    try {
      const body = await connect(last, both);
      follower.standing('live');
      // What happened between the loading of a page and this moment has no event of its own.
      follower.stale();
      const read = await readAll(body, last, follower, () => attempt.abort());
      last = read.last;
      if (read.any) failures = 0;
    } catch (thrown) {
      problem = asProblem(thrown);
      // The journal is another one: its places are counted anew.
      if (problem.kind === 'conflict') last = null;
    }
    attempt.abort();
    if (signal.aborted || problem?.kind === 'not-signed-in') return;
    failures += 1;
    follower.standing(problem?.kind === 'not-permitted' ? 'denied' : 'broken');
    const denied = problem?.kind === 'not-permitted' ? LONGEST_WAIT : null;
    await sleep(backOff(failures, Math.random(), denied ?? problem?.retryAfter), signal);
  }
}

interface Read {
  last: string | null;
  /** Whether anything at all came. */
  any: boolean;
}

/** Reads to the stream's end, or until nothing has come for too long. */
async function readAll(
  body: ReadableStream<Uint8Array>,
  last: string | null,
  follower: Follower,
  giveUp: () => void,
): Promise<Read> {
  const reader = body.getReader();
  const text = new TextDecoder();
  const parser = new EventParser(last);
  const read: Read = { last, any: false };
  let timer = setTimeout(giveUp, SILENCE);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return read;
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE);
      read.any = true;
      for (const event of parser.take(text.decode(value, { stream: true }))) {
        read.last = event.id;
        tell(event, follower);
      }
    }
  } catch {
    // A connection that breaks ends the stream, no more.
    return read;
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {
      // It is gone already.
    });
  }
}

function tell(event: ServerEvent, follower: Follower): void {
  if (event.name === 'missed') follower.stale();
  else follower.event(event);
}

function sleep(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, time);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
