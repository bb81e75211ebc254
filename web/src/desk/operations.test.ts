import { expect, test } from 'vitest';
import { isKey, say } from '../language/catalogue';
import { Format } from '../language/format';
import type { Says } from './dossier';
import { detail, OrderKeys, reason, same } from './operations';

const says: Says = {
  format: new Format('en', 'Asia/Shanghai'),
  t: (key, values) => say('en', key, values),
  word: (family, name) => (isKey(`${family}.${name}`) ? say('en', `${family}.${name}` as never) : name),
};

test('a press that was not answered has the same key again, and the next one another', () => {
  let drawn = 0;
  const keys = new OrderKeys(() => `key ${(drawn += 1)}`);
  const freeze = same({ operation: 'freeze', card: '990012…4564', amount: null, until: null, bill: null });
  const other = same({ operation: 'freeze', card: '990012…9999', amount: null, until: null, bill: null });
  expect([keys.of(freeze), keys.of(freeze), keys.of(other)]).toEqual(['key 1', 'key 1', 'key 2']);
  keys.answered(freeze);
  expect([keys.of(freeze), keys.of(other)]).toEqual(['key 3', 'key 2']);
});

test('keys are drawn anew, in the form the centre takes', () => {
  const [one, other] = [new OrderKeys().of('a'), new OrderKeys().of('a')];
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(one).not.toBe(other);
});

test('what is done is said in full, and why not', () => {
  const raise = { operation: 'raise_limit', amount: { minor: 1_200_000, currency: 'USD' }, until: '2026-03-01', bill: null };
  expect(detail(raise, says)).toBe('limit $12,000.00 until 1 Mar 2026');
  expect(reason({ condition: 'level', needs: 'verified' }, says)).toBe('needs a caller who is verified by PIN');
  expect(reason({ condition: 'amount', most: null }, says)).toBe('nothing in this currency');
  expect(reason({ condition: 'times', most: 2, days: 365 }, says)).toBe('at most 2 times in 365 days');
  expect(reason({ condition: 'team_budget', left: { minor: 500, currency: 'USD' } }, says)).toBe('$5.00 is left of the team’s budget');
});
