//! What the bar says beside the call. What presses has a line of its own and hides nothing; what only passes by
//! stands in the bar.

import '../language/desk';
import { isKey, type Key } from '../language/catalogue';
import type { Trouble } from './protocol';
import { NOT_SENT, type Standing } from './socket';
import type { Desk } from './state';

/** What was asked and did not happen. */
export interface Refusal {
  asked: string;
  trouble: Trouble;
}

/** How the desk stands, as far as there is something to say about it. */
export interface Situation {
  standing: Standing;
  /** Nothing is answered at the moment. */
  quiet: boolean;
  refusal: Refusal | null;
  /** The outcome is asked for. */
  asking: boolean;
  desk: Desk | null;
}

/** A sentence of the page's own, with the moment it speaks of; `told`: of the centre's, where the page has none. */
export type Notice = { key: Key; at: string | null } | { told: string };

const plain = (key: Key): Notice => ({ key, at: null });

/** What the agent must know to go on, the weightiest first. */
export function pressing(situation: Situation): Notice | null {
  return connection(situation) ?? refused(situation) ?? madeNotReady(situation);
}

/** What just happened, or comes next. */
export function passing({ asking, desk }: Situation): Notice | null {
  if (asking) return plain('desk.outcome.first');
  if (desk?.contact?.phase === 'wrap_up') return desk.ended && plain(`desk.ended.${desk.ended}`);
  return desk?.contact || !desk?.missed ? null : plain(`desk.missed.${desk.missed.why}`);
}

function connection({ standing, quiet, refusal }: Situation): Notice | null {
  // Whoever pressed a key now wants to know what came of it.
  if (refusal?.trouble.code === NOT_SENT.code) return plain('desk.problem.not-sent');
  if (standing !== 'live' && standing !== 'connecting') return plain(`desk.standing.${standing}`);
  return quiet ? plain('desk.standing.quiet') : null;
}

/** Why what was asked did not happen, by its code: the centre's own detail is for engineers, and in their language. */
export function notDone(asked: string, { code }: Trouble): Key {
  return [`desk.problem.${asked}.${code}`, `desk.problem.${code}`, `problem.${code}`].find(isKey) ?? 'desk.refused';
}

function refused({ refusal }: Situation): Notice | null {
  return refusal && plain(notDone(refusal.asked, refusal.trouble));
}

/** Why the agent is not ready, or will not be after this call, without having chosen it. */
function madeNotReady({ desk }: Situation): Notice | null {
  if (desk === null || desk.notReady === null) return null;
  const says = `desk.because.${desk.notReady}`;
  const at = desk.away?.since ?? (desk.doing === 'not_ready' ? desk.since : null);
  if (isKey(says)) return at === null ? null : { key: says, at };
  return desk.why === null ? null : { told: desk.why };
}
