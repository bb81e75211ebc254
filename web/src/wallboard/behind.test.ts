import { expect, test } from 'vitest';
import { behind, midnight } from './behind';

test('the day begins at the bank’s midnight, whatever its clocks do', () => {
  const cases: [string, string, string][] = [
    ['2026-11-26T14:00:00Z', 'UTC', '2026-11-26T00:00:00.000Z'],
    ['2026-11-26T14:00:00Z', 'Asia/Shanghai', '2026-11-25T16:00:00.000Z'],
    ['2026-11-26T15:59:59.999Z', 'Asia/Shanghai', '2026-11-25T16:00:00.000Z'],
    ['2026-11-26T16:00:00Z', 'Asia/Shanghai', '2026-11-26T16:00:00.000Z'],
    // London's clocks go forward, and back, at one in the morning.
    ['2026-03-29T12:00:00Z', 'Europe/London', '2026-03-29T00:00:00.000Z'],
    ['2026-10-25T12:00:00Z', 'Europe/London', '2026-10-24T23:00:00.000Z'],
    // Beirut's go forward at midnight: the day begins at one.
    ['2026-03-29T12:00:00Z', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ];
  for (const [at, zone, expected] of cases) expect(midnight(at, zone), `${at} ${zone}`).toBe(expected);
});

test('each share leads to what is above its line, and below it', () => {
  const opens = behind('2026-11-26T14:00:00Z', 'UTC', { queue: 'cards' });
  const read = (address: string): Record<string, string> => Object.fromEntries(new URLSearchParams(address.split('?')[1]));
  const today = { queue: 'cards', from: '2026-11-26T00:00:00.000Z' };
  expect(read(opens.waiting)).toEqual({ queue: 'cards', phase: 'queued' });
  expect(read(opens.serviceLevel)).toEqual({ ...today, indicator: 'service_level' });
  expect(read(opens.serviceLevelOf)).toEqual({ ...today, indicator: 'service_level', part: 'denominator' });
  expect(read(opens.withoutShort)).toEqual({ ...today, indicator: 'abandoned', short: 'out' });
  expect(read(opens.withoutShortOf)).toEqual({ ...today, indicator: 'abandonment', part: 'denominator', short: 'out' });
  expect(behind('2026-11-26T14:00:31Z', 'UTC', { queue: 'cards' })).toBe(opens);
});
