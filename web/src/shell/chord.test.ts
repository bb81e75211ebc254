import { expect, test } from 'vitest';
import { always, chord, free, shown, type Press } from './chord';

const press = (key: string, more: Partial<Press> = {}): Press => ({ key, code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });

test('a press is one word, whatever the layout', () => {
  const cases: [Press, string | null][] = [
    [press('n', { code: 'KeyN' }), 'n'],
    [press('N', { code: 'KeyN', shiftKey: true }), 'N'],
    [press('?', { code: 'Slash', shiftKey: true }), '?'],
    [press('F2', { code: 'F2' }), 'F2'],
    [press('Enter', { code: 'Enter', ctrlKey: true }), 'Ctrl+Enter'],
    [press('F2', { code: 'F2', shiftKey: true }), 'Shift+F2'],
    [press('N', { code: 'KeyN', altKey: true, shiftKey: true }), 'Alt+n'],
    [press('ㅜ', { code: 'KeyN' }), 'n'],
    [press('ㅛ', { code: 'KeyY', shiftKey: true }), 'Y'],
    [press('Control', { ctrlKey: true }), null],
    [press('Process', { code: 'KeyN' }), null],
    [press('n', { code: 'KeyN', metaKey: true }), null],
  ];
  for (const [pressed, expected] of cases) expect(chord(pressed), JSON.stringify(pressed)).toBe(expected);
});

test('what acts while somebody types, and what nobody may take', () => {
  for (const anywhere of ['F2', 'Ctrl+Enter', 'Alt+n']) expect(always(anywhere), anywhere).toBe(true);
  for (const not of ['n', '?', 'Enter', 'Escape', 'N']) expect(always(not), not).toBe(false);
  for (const taken of ['Tab', 'Enter', ' ', 'F5', 'F12', 'Ctrl+w', 'ArrowDown', 'Alt+F4', 'Ctrl+F4', 'Ctrl+Tab', 'Ctrl+Shift+Tab', 'Alt+ArrowLeft', 'Alt+Home', 'Ctrl+F5', 'Alt+ ', 'Ctrl++']) expect(free(taken), taken).toBe(false);
  for (const open of ['n', 'F2', 'F8', 'Ctrl+Enter', 'Alt+1', 'Alt+F2', 'F4', '/']) expect(free(open), open).toBe(true);
  expect(shown('Ctrl+Enter')).toBe('Ctrl Enter');
});
