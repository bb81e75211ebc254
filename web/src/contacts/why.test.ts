import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { LANGUAGES, say } from '../language/catalogue';
import { Format } from '../language/format';
import '../language/why';
import { order, told } from './why';

const words = (tag: (typeof LANGUAGES)[number]) => ({
  t: (key: Parameters<typeof say>[1], values = {}) => say(tag, key, values),
  format: new Format(tag, 'UTC'),
  name: (_: string, of: string) => of.toUpperCase(),
});
const AT = '2026-11-26T08:00:05Z';
const NEEDS = [[{ skill: 'cards', at_least: 7 }, { skill: 'ko', at_least: 1 }], [{ skill: 'loans', at_least: 1 }]];

/** One of each. */
const REASONS: Schemas['WaitReason'][] = [
  { reason: 'next', agent: 'A-7' },
  { reason: 'nobody_able', needs: NEEDS },
  { reason: 'nobody_signed_in', able: 3, needs: NEEDS },
  { reason: 'all_busy', signed_in: 9 },
  { reason: 'kept_for', agent: 'A-7', until: AT },
  { reason: 'kept_from', agent: 'A-7' },
  { reason: 'behind', contacts: 4 },
  { reason: 'widens', at: AT, stage: 2 },
  { reason: 'overflows', at: AT, queue: 'loans', flow: null },
];

test('every reason of the API has words in every language, with all its values', () => {
  const variants: { properties: { reason: { enum: string[] } } }[] = JSON.parse(
    readFileSync(new URL('../../../crates/api/openapi.json', import.meta.url), 'utf8'),
  ).components.schemas.WaitReason.oneOf;
  expect(variants.flatMap((variant) => variant.properties.reason.enum).toSorted()).toEqual(REASONS.map(({ reason }) => reason).toSorted());
  for (const tag of LANGUAGES) {
    const said = REASONS.map((reason) => told(reason, words(tag)));
    expect(new Set(said).size, tag).toBe(REASONS.length);
    for (const text of said) expect(text, tag).not.toMatch(/{{|why\.|undefined/);
  }
});

test('every order of service of the API has words in every language', () => {
  const { ServiceOrder } = JSON.parse(readFileSync(new URL('../../../crates/api/openapi.json', import.meta.url), 'utf8')).components.schemas;
  const orders: Schemas['ServiceOrder'][] = ['time', 'priority', 'weighted'];
  const listed: string[] = ServiceOrder.enum ?? ServiceOrder.oneOf.flatMap((one: { enum: string[] }) => one.enum);
  expect(listed.toSorted()).toEqual([...orders].toSorted());
  for (const tag of LANGUAGES) {
    const said = orders.map((by) => order({ order: by, weight: by === 'weighted' ? 3 : null, level: 2 }, words(tag)));
    expect(new Set(said).size, tag).toBe(orders.length);
    for (const text of said) expect(text, tag).not.toMatch(/{{|why\.|undefined/);
    expect(said[2], tag).toMatch(/3.*2/);
  }
});

test('needs are sets of skills, any of which would do', () => {
  expect(told({ reason: 'nobody_able', needs: NEEDS }, words('en'))).toBe('No agent has the skills it needs: CARDS (7 or better) and KO, or LOANS');
  expect(told({ reason: 'overflows', at: AT, queue: null, flow: 'sorry' }, words('en'))).toBe('Goes to sorry at 08:00:05, if there is room');
});
