//! Signing in by name: the browser keeps the session, out of reach of scripts.

import { fromAnswer, fromFault, type Problem } from '../api/problem';
import { session } from './session.svelte';

/** What somebody shows to sign in by name. */
export interface Credentials {
  name: string;
  password: string;
  new_password?: string;
  code?: string;
}

/** Longest wait for an answer, milliseconds. */
const WITHIN = 10_000;

/** Null when somebody is signed in; otherwise why not. */
export async function enter(credentials: Credentials): Promise<Problem | null> {
  // The cookie of whoever left a moment ago goes with the centre's answer: the next one comes after it.
  await session.left;
  try {
    const body = JSON.stringify({ ...credentials, cookie: true });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/session', { method: 'POST', headers, body, signal: AbortSignal.timeout(WITHIN), cache: 'no-store' });
    if (!response.ok) return await fromAnswer(response, undefined);
  } catch (fault) {
    return fromFault(fault);
  }
  return session.entered();
}
