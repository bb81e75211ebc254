import { expect, test } from 'vitest';
import { isKey, say } from '../language/catalogue';
import { Format } from '../language/format';
import type { Says } from './dossier';
import { Problem } from '../api/problem';
import { detail, ground, grouped, keyed, LINE_KEYS, lineOf, minorOf, nearness, OrderKeys, reason, refused, same, within, type Proposal } from './operations';

const says: Says = {
  format: new Format('en', 'Asia/Shanghai'),
  t: (key, values) => say('en', key, values),
  word: (family, name) => (isKey(`${family}.${name}`) ? say('en', `${family}.${name}` as never) : name),
};

test('a press that was not answered has the same key again, and the next one another', () => {
  let drawn = 0;
  const keys = new OrderKeys(() => `key ${(drawn += 1)}`);
  const freeze = same({ operation: 'freeze', card: '990012…4564', amount: null, until: null, bill: null, item: null, months: null });
  const other = same({ operation: 'freeze', card: '990012…9999', amount: null, until: null, bill: null, item: null, months: null });
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
  const raise = { operation: 'raise_limit', amount: { minor: 1_200_000, currency: 'USD' }, until: '2026-03-01', bill: null, months: null };
  expect(detail(raise, says)).toBe('limit $12,000.00 until 1 Mar 2026');
  expect(reason({ condition: 'level', needs: 'verified' }, says)).toBe('needs a caller who is verified by PIN');
  expect(reason({ condition: 'amount', most: null }, says)).toBe('nothing in this currency');
  expect(reason({ condition: 'times', most: 2, days: 365 }, says)).toBe('at most 2 times in 365 days');
  expect(reason({ condition: 'team_budget', left: { minor: 500, currency: 'USD' } }, says)).toBe('$5.00 is left of the team’s budget');
});

test('an amount is taken as it is typed, in its currency’s units, or not at all', () => {
  const cases: [string, number, number | null][] = [['12', 2, 1_200], ['12.5', 2, 1_250], ['1,200.05', 2, 120_005], ['12.345', 2, null], ['12.', 2, 1_200], ['12.5', 0, null], ['30000', 0, 30_000], ['', 2, null], ['-1', 2, null], ['x', 2, null]];
  for (const [typed, decimals, minor] of cases) expect(minorOf(typed, decimals), typed).toBe(minor);
});

test('the bounds of an amount say whether one or two may, or nobody', () => {
  const cny = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'CNY' });
  const bounds = { least: cny(1), alone: cny(100), by_two: cny(500) };
  expect([0, 1, 100, 101, 500, 501].map((minor) => within(minor, bounds))).toEqual([null, 'alone', 'alone', 'second_person', 'second_person', null]);
  expect(within(1, { ...bounds, alone: null, by_two: null })).toBe(null);
});

test('why it may be done, and how far, or why not', () => {
  const usd = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'USD' });
  const bounds = { least: usd(1), alone: usd(100), by_two: usd(500) };
  const missing = [{ condition: 'times' as const, most: 2, days: 365 }];
  expect(ground({ decision: 'alone', rule: 'fee', version: 3, unmet: [], bounds }, says)).toBe('You may, by the rule “fee” of version 3; yourself, up to $1.00; with a supervisor, up to $5.00');
  expect(ground({ decision: 'second_person', rule: 'fee-by-two', version: 3, unmet: missing, bounds: null }, says)).toBe('With a supervisor, by the rule “fee-by-two” of version 3; at most 2 times in 365 days');
  expect(ground({ decision: 'refused', rule: null, version: 3, unmet: missing, bounds: null }, says)).toBe('at most 2 times in 365 days');
});

test('each line has a key, with shift or without, and d is none of them', () => {
  expect(['Digit1', 'Digit9', 'KeyA', 'KeyC', 'KeyE', 'KeyZ'].map(lineOf)).toEqual([0, 8, 9, 11, 12, 33]);
  expect(['Digit0', 'KeyD', 'Enter', 'F4'].map(lineOf)).toEqual([null, null, null, null]);
});

test('a refusal is said in the reader’s language', () => {
  const of = (refusal: string | null, unmet: readonly unknown[] = []): Problem => new Problem('conflict', 'the server’s sentence', null, null, { refusal, unmet });
  expect(refused(of('same'), says)).toBe('The limit is that already');
  expect(refused(of(null), says), 'what the page has no word of its own for, by its kind').toBe(say('en', 'problem.conflict'));
  expect(refused(of('not_allowed', [{ condition: 'months', most: 24 }]), says)).toBe('at most 24 instalments');
});

test('a customer is reminded two days before the last day and on it, and called after it', () => {
  const of = (by: string, state = 'conditional'): string => nearness({ state, when: { bill: '2026-02-28', by } } as never, '2026-03-10');
  expect(['2026-03-13', '2026-03-12', '2026-03-11', '2026-03-10', '2026-03-09'].map((by) => of(by))).toEqual(['later', 'soon', 'soon', 'today', 'past']);
  expect(of('2026-03-09', 'lapsed')).toBe('lapsed');
  expect(nearness({ state: 'done', when: null } as never, '2026-03-10')).toBe('later');
});

const line = (operation: Proposal['operation'], card = '', decision: Proposal['decision'] = 'alone'): Proposal =>
  ({ operation, card, amount: null, until: null, bill: null, item: null, months: null, decision }) as unknown as Proposal;

test('what protects stands first, what cannot be done now last, and the same operations beside one another', () => {
  const shown = grouped([line('reverse'), line('raise_limit', '1', 'refused'), line('adjust_fee'), line('freeze', '1'), line('report_loss', '1'), line('freeze', '2'), line('resend_statement'), line('dispute', '', 'second_person')]);
  expect(shown.map(({ group, lines }) => [group, ...lines.map(({ operation, card }) => operation + card)])).toEqual([
    ['protect', 'report_loss1', 'freeze1', 'freeze2'],
    ['give', 'adjust_fee', 'dispute'],
    ['other', 'resend_statement', 'reverse'],
    ['not', 'raise_limit1'],
  ]);
});

test('a line keeps its key while the list is open, and a key never means another line', () => {
  const all = Array.from({ length: 36 }, (_, at) => line('freeze', String(at)));
  const of = (keys: ReadonlyMap<string, number>, lines: readonly Proposal[]): (string | undefined)[] => lines.map((one) => LINE_KEYS[keys.get(same(one)) ?? -1]);
  const opened = keyed(new Map(), all.slice(0, 4));
  expect(of(opened, all.slice(0, 4))).toEqual(['1', '2', '3', '4']);
  const moved = [all[5]!, all[3]!, all[0]!];
  expect(of(keyed(opened, moved), moved)).toEqual(['5', '4', '1']);
  const full = keyed(new Map(), all);
  expect(new Set(full.values()).size).toBe(LINE_KEYS.length);
  expect(of(full, all).slice(-2), 'there are as many keys as lines that are proposed').toEqual([undefined, undefined]);
});
