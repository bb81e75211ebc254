import { describe, expect, it } from 'vitest';
import { difference } from './difference';

const told = (before: string, after: string): string[] =>
  difference(before, after).map(({ is, text }) => `${is === 'same' ? ' ' : is === 'added' ? '+' : '-'}${text}`);

describe('the difference of two texts', () => {
  it('strikes and adds as few lines as it takes', () => {
    expect(told('authority 3\nrule a\n  do freeze\n', 'authority 4\nrule a\n  do freeze\n  level strong\n')).toEqual([
      '-authority 3',
      '+authority 4',
      ' rule a',
      '   do freeze',
      '+  level strong',
    ]);
    expect(told('a\nb', 'a\nb\n')).toEqual([' a', ' b']);
  });

  it('leaves nothing out of either text, however long', () => {
    const [long, other] = [Array.from({ length: 2_100 }, (_, at) => `line ${String(at)}`), ['line 0', 'else']];
    const lines = difference(long.join('\n'), other.join('\n'));
    const of = (is: string): string[] => lines.filter((line) => line.is !== is).map(({ text }) => text);
    expect(of('added')).toEqual(long);
    expect(of('struck')).toEqual(other);
  });
});
