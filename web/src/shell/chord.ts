//! What somebody pressed, as one word: `n`, `?`, `F2`, `Ctrl+Enter`.

/** The parts of a keyboard event that a chord is made of. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** What the browser, the system or moving about the page needs for itself. */
const RESERVED =
  /^(Enter|((Ctrl|Alt|Shift)\+)*(Tab| |Escape|F1|F3|F5|F6|F7|F10|F11|F12|Arrow\w+|Home|End|Page\w+|Backspace|Delete|Insert)|Ctrl\+(Alt\+)?(F4|[-+=a-z0-9])|Alt\+F4)$/;
const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Process', 'Dead', 'Unidentified']);

/** Null for a modifier alone, and for what belongs to the system. */
export function chord(press: Press): string | null {
  if (press.metaKey || MODIFIERS.has(press.key)) return null;
  const named = press.key.length > 1;
  const parts = [press.ctrlKey ? 'Ctrl' : '', press.altKey ? 'Alt' : '', press.shiftKey && named ? 'Shift' : '', letter(press)];
  return parts.filter((part) => part !== '').join('+');
}

/** Under a Korean or Chinese layout the key of a letter says another letter: the place on the keyboard counts. */
function letter(press: Press): string {
  const latin = /^[\x20-\x7e]+$/.test(press.key);
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(press.code)?.[1];
  const key = latin || place === undefined ? press.key : press.shiftKey ? place : place.toLowerCase();
  return (press.ctrlKey || press.altKey) && key.length === 1 ? key.toLowerCase() : key;
}

/** Whether it acts while somebody types: a letter would be typed instead. */
export function always(chord: string): boolean {
  return /^F\d+$|\+/.test(chord) && !chord.startsWith('Shift+');
}

/** Whether a person may give this chord a meaning. */
export function free(chord: string): boolean {
  return !RESERVED.test(chord);
}

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc', ' ': '␣', ArrowUp: '↑', ArrowDown: '↓' };

/** A chord as it stands on the keys. */
export function shown(chord: string): string {
  return chord === '+' ? chord : chord.split('+').map((part) => NAMES[part] ?? part).join(' ');
}
