import { expect, test } from 'vitest';
import { passing, pressing, type Notice, type Situation } from './notice';
import { NOT_SENT, UNREACHABLE } from './socket';
import type { Desk } from './state';

const SINCE = '2026-11-26T02:00:00.000Z';
const desk = (more: object = {}): Desk => ({ contact: null, notReady: null, why: null, away: null, missed: null, ended: null, doing: 'ready', since: SINCE, ...more }) as unknown as Desk;
const CALM: Situation = { standing: 'live', quiet: false, refusal: null, asking: false, desk: desk() };
const refusal = (asked: string, code: string): Situation['refusal'] => ({ asked, trouble: { code, detail: 'in English, for engineers' } });
const says = (notice: Notice | null): string | null => (notice === null ? null : 'told' in notice ? notice.told : notice.key);

test('what presses most is said: a key that came to nothing, the connection, a refusal, the state', () => {
  const notReady = desk({ doing: 'not_ready', notReady: 'unreachable' });
  const cases: [Partial<Situation>, string | null][] = [
    [{}, null],
    [{ standing: 'connecting' }, null],
    [{ standing: 'broken', refusal: refusal('note', 'too-large') }, 'desk.standing.broken'],
    [{ standing: 'broken', refusal: { asked: 'hold', trouble: NOT_SENT } }, 'desk.problem.not-sent'],
    [{ quiet: true, refusal: refusal('hold', 'conflict') }, 'desk.standing.quiet'],
    [{ quiet: true, refusal: { asked: 'hold', trouble: NOT_SENT } }, 'desk.problem.not-sent'],
    [{ refusal: { asked: 'hold', trouble: UNREACHABLE }, desk: notReady }, 'desk.problem.unreachable'],
    [{ refusal: refusal('transfer', 'conflict') }, 'desk.problem.transfer.conflict'],
    [{ refusal: refusal('hold', 'conflict') }, 'problem.conflict'],
    [{ refusal: refusal('hold', 'weather') }, 'desk.refused'],
    [{ desk: notReady }, 'desk.because.unreachable'],
    [{ desk: desk({ doing: 'not_ready', notReady: 'meal', why: null }) }, null],
    [{ desk: desk({ doing: 'not_ready', notReady: 'eclipse', why: 'the sun is gone' }) }, 'the sun is gone'],
  ];
  for (const [more, expected] of cases) expect(says(pressing({ ...CALM, ...more })), JSON.stringify(more)).toBe(expected);
});

test('every reason that an agent did not choose has its sentence, with the moment, in a call as well', () => {
  for (const reason of ['supervisor', 'no_answer', 'rejected', 'unreachable', 'phone_lost', 'page_lost', 'page_frozen', 'page_cut', 'interrupted']) {
    expect(pressing({ ...CALM, desk: desk({ doing: 'not_ready', notReady: reason }) }), reason).toEqual({ key: `desk.because.${reason}`, at: SINCE });
  }
  const talking = { doing: 'talking', notReady: 'page_cut', contact: { phase: 'talking' } };
  expect(pressing({ ...CALM, desk: desk({ ...talking, away: { reason: 'page_cut', since: '2026-11-26T02:05:00.000Z' } }) })).toEqual({ key: 'desk.because.page_cut', at: '2026-11-26T02:05:00.000Z' });
  expect(pressing({ ...CALM, desk: desk(talking) }), 'the beginning of the talk is not when it happened').toBeNull();
});

test('what passes by never speaks over a call', () => {
  const missed = { contact: 'C-1', why: 'no_answer' };
  expect(says(passing({ ...CALM, desk: desk({ missed }) }))).toBe('desk.missed.no_answer');
  expect(passing({ ...CALM, desk: desk({ missed, contact: { phase: 'talking' } }) })).toBeNull();
  const over = desk({ contact: { phase: 'wrap_up' }, ended: 'customer_hung_up' });
  expect(says(passing({ ...CALM, desk: over }))).toBe('desk.ended.customer_hung_up');
  expect(says(passing({ ...CALM, desk: over, asking: true }))).toBe('desk.outcome.first');
});
