//! The keys of all pages, also of those that are not shown. A key that somebody gives an action must not be
//! another's on the page where they go next. A test holds this list to what the pages bind.

import type { Key } from '../language/catalogue';

/** Actions with the key they have unless somebody gave them another; the shell's digits are bound on every page. */
export const KNOWN: readonly (readonly [says: Key, key: string])[] = [
  ['keys.keys', '?'],
  // The bar of an agent's telephone.
  ['keys.answer', 'F2'],
  ['keys.end', 'F4'],
  ['keys.hold', 'F8'],
  ['keys.mute', 'F9'],
  ['keys.finish', 'Ctrl+Enter'],
  ['keys.ready', 'r'],
  ['keys.state', 's'],
  ['keys.secret', 'i'],
  ['keys.transfer', 'x'],
  ['keys.registered', 'b'],
  ['keys.more', 'm'],
  ['keys.here', 'h'],
  ['keys.telephone', 't'],
  // The desk.
  ['keys.note', 'n'],
  ['keys.outcome', 'o'],
  ['keys.work', '/'],
  ['keys.dossier', 'v'],
  ['keys.operations', 'd'],
  ['keys.operations.change', 'Shift+…'],
  ['keys.operations.when', 'Alt+…'],
  ['keys.find', 'f'],
  ['keys.third', 'l'],
  ['keys.promise', 'p'],
  ['keys.hand', 'g'],
  ['keys.accept', 'a'],
  // Lists.
  ['keys.down', 'j'],
  ['keys.up', 'k'],
  ['keys.open', 'Enter'],
  ['keys.close', 'Escape'],
  ['keys.filter', '/'],
  // The player.
  ['keys.play', 'p'],
  ['keys.back', ','],
  ['keys.forward', '.'],
  ['keys.slower', '<'],
  ['keys.faster', '>'],
  ['keys.loop.from', '['],
  ['keys.loop.to', ']'],
  ['keys.loop.clear', '\\'],
  ['keys.marker.next', 'n'],
  ['keys.marker.before', 'b'],
];

/** Another action, of whatever page, that has a key; `own` is the key that the asking action had from the beginning. */
export function owner(says: Key, key: string, own: string, changed: Readonly<Record<string, string>>): Key | null {
  const found = KNOWN.find(([other, first]) => {
    // Two actions that began with one key are never on one page.
    const apart = other === says || (key === own && changed[other] === undefined);
    return !apart && (changed[other] ?? first) === key;
  });
  return found?.[0] ?? null;
}
