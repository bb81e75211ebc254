import { expect, test } from 'vitest';
import { address, asked, moved, read } from './place';

const TODAY = '2026-11-26';

test('what is shown survives the address', () => {
  for (const text of ['/figures', '/figures?view=day&day=1999-01-01&queue=PS&imported=true', '/figures?view=month&by=queue&agent=A-7&short=out', '/figures?imported=false']) {
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
    from: '2026-01-31T15:00:00.000Z', to: '2026-02-28T15:00:00.000Z', interval: 'day', queue: 'cards', agent: undefined, short: undefined, imported: undefined,
  });
});
