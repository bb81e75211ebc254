import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KNOWN, owner } from './known';

test('every key that a page binds is known, with its action', () => {
  const root = new URL('..', import.meta.url).pathname;
  const found = new Set<string>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.svelte')) continue;
    for (const [, key, says] of readFileSync(root + name, 'utf8').matchAll(/key: '((?:\\\\|[^'\\])+)', says: '(keys\.[\w.]+)'/g)) {
      found.add(JSON.stringify([says, key?.replace('\\\\', '\\')]));
    }
  }
  expect([...found].toSorted()).toEqual(KNOWN.map((known) => JSON.stringify(known)).toSorted());
});

test('a key of a page that is not shown is taken as well', () => {
  const none = {};
  expect(owner('keys.telephone', '.', 't', none)).toBe('keys.forward');
  expect(owner('keys.telephone', 'q', 't', none)).toBeNull();
  expect(owner('keys.telephone', 'n', 't', none)).toBe('keys.note');
  // What was given away is free, and what was given is taken.
  expect(owner('keys.telephone', '.', 't', { 'keys.forward': 'q' })).toBeNull();
  expect(owner('keys.telephone', 'q', 't', { 'keys.forward': 'q' })).toBe('keys.forward');
  // Back to its own key, which an action of another page began with as well.
  expect(owner('keys.note', 'n', 'n', none)).toBeNull();
  expect(owner('keys.note', 'n', 'n', { 'keys.play': 'n' })).toBe('keys.play');
});
