import { expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { say } from '../language/catalogue';
import { Format } from '../language/format';
import '../language/plan';
import { differences } from './outlook';

const WORDS = {
  t: (key: Parameters<typeof say>[1], values = {}) => say('en', key, values),
  format: new Format('en', 'UTC'),
  name: (_: string, of: string) => of,
};
const AT = '2026-11-26T08:00:00Z';
const OUTLOOK: Schemas['Outlook'] = {
  position: 2, agents: 4, agents_at_last: 6, overflow: { at: '2026-11-26T08:00:40Z', to_queue: 'general', to_flow: null },
  closes: null, callback: 'from', callback_from_s: 180, ring_s: 20,
};

function told(after: Partial<Schemas['Outlook']>): string[] {
  const contact: Schemas['ContactTrial'] = { contact: 'C-17', queue: 'cards', before: OUTLOOK, after: { ...OUTLOOK, ...after }, offered_to: null, stranded: false };
  return differences(contact, AT, WORDS).map(({ what, before, after: then }) => `${what}: ${before} → ${then}`);
}

test('only what is different is told, and all of it', () => {
  expect(told({})).toEqual([]);
  expect(told({ position: 1, agents: 5 })).toEqual(['position: 2 → 1', 'agents: 4 → 5']);
  expect(told({ overflow: { at: '2026-11-26T08:01:40Z', to_queue: null, to_flow: 'sorry' } })).toEqual(['overflow: in 0:40 to general → in 1:40 to sorry']);
  // What is due already goes at once.
  expect(told({ overflow: { at: '2026-11-26T07:59:00Z', to_queue: 'general', to_flow: null } })).toEqual(['overflow: in 0:40 to general → in 0:00 to general']);
  expect(told({ overflow: null })).toEqual(['overflow: in 0:40 to general → never']);
  expect(told({ callback: 'none', callback_from_s: null, ring_s: 15 })).toEqual(['callback: offered from a wait of 3:00 → none', 'ring: 0:20 → 0:15']);
  expect(told({ closes: '2026-11-26T09:00:00Z' })[0]).toMatch(/^closes: never → at /);
});
