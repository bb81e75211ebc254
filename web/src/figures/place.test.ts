import { expect, test } from 'vitest';
import { address, asked, clockOf, moved, read, timesAddress } from './place';

const TODAY = '2026-11-26';

test('what is shown survives the address', () => {
  for (const text of ['/figures', '/figures?view=day&day=1999-01-01&queue=PS&imported=true', '/figures?view=month&by=queue&agent=A-7&short=out', '/figures?imported=false', '/figures?channel=chat']) {
    expect(address(read(new URLSearchParams(text.split('?')[1]), TODAY), TODAY), text).toBe(text);
  }
  expect(read(new URLSearchParams('view=week&day=2026-02-30&by=moon&short=yes&imported=1&queue=+'), TODAY)).toEqual({ view: 'interval', day: TODAY });
});

test('one period leads to the next', () => {
  const cases = [
    ['interval', '2026-03-01', '2026-02-28', '2026-03-02'],
    ['day', '2026-03-15', '2026-02-01', '2026-04-01'],
    ['month', '2026-03-15', '2025-01-01', '2027-01-01'],
  ] as const;
  for (const [view, day, before, after] of cases) {
    expect([moved({ view, day }, -1).day, moved({ view, day }, 1).day], view).toEqual([before, after]);
  }
});

test('the API is asked for the whole period of the bank’s calendar', () => {
  expect(asked({ view: 'day', day: '2026-02-11', queue: 'cards', by: 'agent' }, 'Asia/Seoul')).toEqual({
    from: '2026-01-31T15:00:00.000Z', to: '2026-02-28T15:00:00.000Z', interval: 'day', queue: 'cards', agent: undefined, short: undefined, imported: undefined, channel: undefined, zone: 'Asia/Seoul',
  });
});

test('an occupancy leads to the stretches of time it is made of', () => {
  const day = { from: '2026-11-24T15:00:00Z', to: '2026-11-25T15:00:00Z' };
  const month = { from: '2026-10-31T15:00:00Z', to: '2026-11-30T15:00:00Z' };
  const cases = [
    [{ view: 'interval' }, 'A-7', day, '/agents/A-7?day=2026-11-25'],
    [{ view: 'day', by: 'agent' }, 'A-7', month, '/figures?view=day&agent=A-7'],
    [{ view: 'day', queue: 'cards' }, null, month, '/figures?view=day&queue=cards&by=agent'],
  ] as const;
  for (const [shown, agent, time, expected] of cases) expect(timesAddress({ day: TODAY, ...shown }, agent, time, 'Asia/Seoul', TODAY)).toBe(expected);
});

test('imported contacts keep the clock of their log, and ours that of the bank', () => {
  const imported = { from: '1999-01-01T05:00:00Z', to: '1999-01-31T21:00:00Z' };
  const live = { from: '2026-11-01T00:00:00Z', to: '2026-11-26T00:00:00Z' };
  const both = { imported, live, imported_zone: 'Asia/Jerusalem' };
  const cases = [
    [{ day: '1999-01-31' }, both, 'Asia/Jerusalem'],
    [{ day: '1999-01-31', imported: false }, both, 'UTC'],
    [{ day: '2026-11-02' }, both, 'UTC'],
    [{ day: '2026-11-02', imported: true }, both, 'Asia/Jerusalem'],
    [{ day: TODAY }, { ...both, live: null }, 'UTC'],
    [{ day: '1999-01-31' }, { ...both, imported_zone: null }, 'UTC'],
    [{ day: '1999-01-31' }, null, 'UTC'],
  ] as const;
  for (const [shown, extent, expected] of cases) expect(clockOf({ view: 'day', ...shown }, 'UTC', extent), JSON.stringify(shown)).toBe(expected);
});
