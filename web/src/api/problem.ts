//! Why a request came to nothing, as far as a person can do something about it.

import type { components } from './generated';

type Fault = components['schemas']['FaultDetails'];

export type Kind =
  | 'not-signed-in'
  | 'not-permitted'
  | 'not-found'
  | 'bad-query'
  | 'conflict'
  | 'stale'
  | 'invalid-plan'
  | 'invalid-rules'
  | 'too-many'
  | 'paced'
  | 'unavailable'
  | 'unreachable'
  | 'slow'
  | 'unexpected';

/** The kinds the page has words for; others are `unexpected`. */
const KNOWN: ReadonlySet<string> = new Set<Kind>([
  'not-signed-in',
  'not-permitted',
  'not-found',
  'bad-query',
  'conflict',
  'stale',
  'invalid-plan',
  'invalid-rules',
  'too-many',
  'paced',
  'unavailable',
]);

/** What some answers say besides. */
interface Told {
  readonly faults?: readonly Fault[];
  readonly refusal?: string | null;
  readonly unmet?: readonly unknown[];
  readonly ready?: number | null;
}

export class Problem extends Error {
  readonly kind: Kind;
  /** The field it is about, when it is about one. */
  readonly field: string | null;
  /** Milliseconds after which the server wants to be asked again; null when it did not say. */
  readonly retryAfter: number | null;
  /** All that is wrong with a plan. */
  readonly faults: readonly Fault[];
  /** Names why an operation was refused, when it was one, for a text in the reader's language. */
  readonly refusal: string | null;
  /** The conditions that are not met, as the document describes them. */
  readonly unmet: readonly unknown[];
  /** How far what is not ready yet has come, in percent; null when that is not why. */
  readonly ready: number | null;

  /** `detail` is the server's own sentence, in English. */
  constructor(kind: Kind, detail: string, field: string | null = null, retryAfter: number | null = null, told: Told = {}) {
    super(detail);
    this.kind = kind;
    this.field = field;
    this.retryAfter = retryAfter;
    this.faults = told.faults ?? [];
    this.refusal = told.refusal ?? null;
    this.unmet = told.unmet ?? [];
    this.ready = told.ready ?? null;
  }
}

/** From an answer that is no success. `body` is its JSON, if it was read already. */
export async function fromAnswer(response: Response, body: unknown): Promise<Problem> {
  const details = body ?? (await response.json().catch(() => null));
  const text = (name: string): string => {
    const value: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, name) : null;
    return typeof value === 'string' ? value : '';
  };
  const named = text('type').replace('urn:heliotrope:problem:', '');
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  // The browser's session is another one now: this page is nobody's.
  const kind = named === 'wrong-page' ? 'not-signed-in' : KNOWN.has(named) ? (named as Kind) : named === 'bad-path' ? 'not-found' : 'unexpected';
  const list = (name: string): readonly unknown[] => {
    const value: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, name) : null;
    return Array.isArray(value) ? value : [];
  };
  const share: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, 'ready_percent') : null;
  const ready = typeof share === 'number' ? share : null;
  const told = { ready, faults: list('faults') as Fault[], refusal: text('refusal') || null, unmet: list('unmet') };
  return new Problem(kind, text('detail'), text('field') || null, Number.isFinite(seconds) ? seconds * 1000 : null, told);
}

/** From a request that got no answer. */
export function fromFault(fault: unknown): Problem {
  const slow = fault instanceof DOMException && fault.name === 'TimeoutError';
  return new Problem(slow ? 'slow' : 'unreachable', '');
}

/** What was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem('unexpected', String(thrown));
}
