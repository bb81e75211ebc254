import { expect, test } from 'vitest';
import { isKey, say } from '../language/catalogue';
import { Format } from '../language/format';
import { last, sign, table, TABS, type Says } from './dossier';
import type { CustomerView, Panel } from './protocol';

const says: Says = {
  format: new Format('en', 'Asia/Shanghai'),
  t: (key, values) => say('en', key, values),
  word: (family, name) => (isKey(`${family}.${name}`) ? say('en', `${family}.${name}` as never) : name),
};
const won = (minor: number) => ({ minor, currency: 'KRW' });
const late: Panel<never> = { state: 'late', asked: '2026-03-01T00:00:00Z', overdue: false, stale: null };
const ready = <T>(value: T): Panel<T> => ({ state: 'ready', as_of: '2026-03-01T00:00:00Z', value });

test('a transaction is told with whom, how much and what is left', () => {
  const told = table('transactions', [{ reference: 'T-2', at: '2026-03-02T01:00:00Z', on: { is: 'account', number: '…4821' }, kind: 'transfer_out', amount: won(-7000), balance: won(12000), party: '김**' }], says);
  expect(told.rows[0]?.map(({ text }) => text).slice(1)).toEqual(['Transfer out', '김**', '-₩7,000', '₩12,000', '…4821']);
  expect(told.rows[0]?.length).toBe(told.head.length);
});

test('what is not as usual shows on the tab before it is opened', () => {
  const bill = (status: 'paid' | 'missed') => ({ card: '990012…4564', closed_on: '2026-03-01', due_on: '2026-03-21', total: won(9), minimum: won(1), paid: won(9), interest: won(0), status });
  const nothing = Object.fromEntries(TABS.map((tab) => [tab, late]));
  const view = (status: 'paid' | 'missed') => ({ ...nothing, bills: ready({ bills: [bill(status)], adjustments: [] }) }) as unknown as CustomerView;
  expect(sign(view('paid'), 'bills', says)).toEqual({ count: 1, unusual: false });
  expect(sign(view('missed'), 'bills', says)).toEqual({ count: 1, unusual: true });
  expect(sign(view('missed'), 'limits', says)).toEqual({ count: null, unusual: false });
});

test('every table has as many cells in a row as there are columns', () => {
  const card = '990012…4564';
  const on = { is: 'card', number: card } as const;
  const tables = [
    table('limits', [{ on, kind: 'temporary_credit', amount: won(7), used: null, until: '2026-03-31' }], says),
    table('applications', [{ reference: 'A-1', product: 'Mortgage', state: 'in_review', since: '2026-03-01', moved: '2026-03-02' }], says),
    table('reports', [{ reference: 'R-1', on, kind: 'loss', at: '2026-03-02T01:00:00Z', by: 'customer', state: 'temporary' }], says),
    table('production', [{ card, state: 'sent', moved: '2026-03-02', arrives: null }], says),
    table('holdings', { loans: [{ number: '…0401', kind: 'car', owed: won(6), instalment: won(1), due_on: '2026-03-02', overdue_days: 2 }], positions: [{ product: 'Steady One', kind: 'bond', value: won(8), matures: null }] }, says),
    table('points', { balance: 18250, expiring: 50, expires_on: null }, says),
    table('devices', [{ at: '2026-03-02T01:00:00Z', device: 'ATM-7', kind: 'not_paid_out', on, amount: won(9) }], says),
    table('consents', [{ purpose: 'marketing', given: false, since: '2026-03-01' }], says),
    table('preferences', { language: 'en', way: 'message', address: 'doctor', quiet: [{ days: 'weekend', from: '00:00', until: '00:00' }] }, says),
    table('life_events', [{ kind: 'birthday', on: null }, { kind: 'moved', on: '2026-03-01' }], says),
    table('bills', { bills: [], adjustments: [{ card, on: '2026-03-01', kind: 'interest', amount: won(9) }] }, says),
  ];
  for (const { head, rows } of tables) for (const row of rows) expect(row.length).toBe(head.length);
});

test('how a customer wishes to be served is told as far as it was said', () => {
  const nothing = table('preferences', { language: null, way: null, address: null, quiet: [] }, says);
  expect(nothing.rows).toEqual([]);
  const quiet = [{ days: 'weekdays', from: '21:00', until: '09:00' }, { days: 'weekend', from: '00:00', until: '00:00' }] as const;
  const told = table('preferences', { language: null, way: 'letter', address: null, quiet: [...quiet] }, says);
  expect(told.rows.map((row) => row.map(({ text }) => text))).toEqual([['Reach by', 'Letter'], ['Do not call', 'Weekdays 21:00 to 09:00'], ['Do not call', 'Weekends, all day']]);
});

test('the last good answer is shown while a panel is late or has failed, and never of one that is withheld', () => {
  const stale = { as_of: '2026-03-01T00:00:00Z', value: 7 };
  expect(last({ state: 'ready', ...stale })).toMatchObject(stale);
  expect(last({ state: 'late', asked: stale.as_of, overdue: true, stale })).toBe(stale);
  expect(last({ state: 'failed', at: stale.as_of, why: 'late', stale })).toBe(stale);
  expect(last({ state: 'failed', at: stale.as_of, why: 'late', stale: null })).toBeNull();
  expect(last({ state: 'withheld' })).toBeNull();
});
