import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Entry } from '../api/client';
import { isKey, type LanguageTag, LANGUAGES, say } from '../language/catalogue';
import '../language/journal';
import { Format } from '../language/format';
import { tell, weight, type Words } from './journal';

function words(tag: LanguageTag): Words {
  const t: Words['t'] = (key, values = {}) => say(tag, key, values);
  const word = (family: string, name: string): string => {
    const key = `${family}.${name}`;
    return isKey(key) ? t(key) : name;
  };
  return { t, word, format: new Format(tag), name: (_, of) => of };
}

interface Schema {
  $ref?: string;
  oneOf?: Schema[];
  enum?: string[];
  type?: string | string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  format?: string;
}
const SCHEMAS: Record<string, Schema> = JSON.parse(
  readFileSync(new URL('../../../crates/api/openapi.json', import.meta.url), 'utf8'),
).components.schemas;

/** Every value a schema tells apart: each variant, each word, something, and nothing where that may be. */
function values(schema: Schema, name = ''): unknown[] {
  if (schema.$ref) return values(SCHEMAS[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name);
  if (schema.oneOf) return schema.oneOf.flatMap((variant) => values(variant, name));
  if (schema.enum) return schema.enum;
  const types = [schema.type ?? 'string'].flat();
  return types.flatMap((type): unknown[] => {
    if (type === 'null') return [null];
    if (type === 'boolean') return [false, true];
    if (type === 'integer' || type === 'number') return [0, 65];
    if (type === 'array') return [values(schema.items ?? {}, name).slice(0, 2)];
    if (type === 'object') return objects(schema.properties ?? {});
    return schema.format === 'date-time' ? ['2026-11-22T08:00:00.000Z'] : [`<${name}>`];
  });
}

/** As many objects as the field with most values has values. */
function objects(properties: Record<string, Schema>): Record<string, unknown>[] {
  const fields = Object.entries(properties).map(([name, schema]) => [name, values(schema, name)] as const);
  const most = Math.max(...fields.map(([, each]) => each.length));
  return Array.from({ length: most }, (_, at) => Object.fromEntries(fields.map(([name, each]) => [name, each[at % each.length]])));
}

const ENTRIES = values({ $ref: '#/components/schemas/EntryFields' }).map(
  (fields) => ({ sequence: 'J-1', at: '2026-11-22T08:00:00.000Z', ...(fields as object) }) as Entry,
);

test('every kind of entry, in every form, is told in every language', () => {
  expect(ENTRIES.length).toBeGreaterThan(60);
  for (const tag of LANGUAGES) {
    for (const entry of ENTRIES) {
      const text = tell(entry, words(tag));
      const about = `${tag} ${JSON.stringify(entry)}: ${text}`;
      expect(text.length, about).toBeGreaterThan(3);
      expect(text, about).not.toMatch(/{{|journal\.|undefined|null|NaN|unknown to this/);
      // Words of the API are translated: none of its snake_case is left.
      expect(text.replaceAll(/<\w+>/g, ''), about).not.toMatch(/[a-z]+_[a-z]+/);
    }
  }
});

test('a kind that is new is shown as it came', () => {
  const entry = { sequence: 'J-1', at: 'x', kind: 'moon_rose', contact: 'C-1', phase: 3 } as unknown as Entry;
  expect(tell(entry, words('en'))).toBe('moon_rose (unknown to this version of the page): contact "C-1", phase 3');
  expect(weight(entry)).toBe('step');
});

test('a story reads well', () => {
  const at = { sequence: 'J-1', at: '2026-11-22T08:00:00.000Z', contact: 'C-1' };
  const story: Entry[] = [
    { ...at, kind: 'queued', queue: 'cards', since: at.at, credit: 90, skills: ['cards', 'lang.ko'], front: true },
    { ...at, kind: 'flow_moved', flow: 'main', step: 'pin', act: { do: 'ask', prompts: ['number.short', 'position.3', 'jingle'] }, tries: 1 },
    { ...at, kind: 'verification_failed', why: 'wrong', tries_left: 2 },
    { ...at, kind: 'contact_closed', reason: 'customer_hung_up', queue: 'cards', agent: 'A-4', wait: 2.5, talk: 30 },
  ];
  expect(story.map((entry) => tell(entry, words('en')))).toEqual([
    'Joined the queue cards; at the front; credited with 1:30 of waiting; needs cards, lang.ko',
    'IVR, try 2: plays “the number is not complete”, the place in the queue, jingle and waits for keys',
    'Verification failed: number and PIN do not match, tries left: 2',
    'Closed: the customer hung up; waited 0:02; talked 0:30',
  ]);
  expect(tell(story[3] as Entry, words('zh-CN'))).toBe('联络结束：客户挂断；等待 0:02；通话 0:30');
});
