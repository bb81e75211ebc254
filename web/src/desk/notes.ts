//! What the agent types, from the key to the record. Nothing typed is lost: it stands in the tab's storage
//! until the centre has kept it, through reloads, lost connections and calls that end.

import type { Trouble } from './protocol';

/** A text that the centre has not kept yet. */
export interface Draft {
  text: string;
  /** The version this text was made from. */
  version: number;
  /** Marks of what this tab sent without hearing what became of it: it may be the newest there is. */
  unheard?: readonly string[];
}

/**
 * `newer`: somewhere else something newer was written; the agent chooses. `long`: more than the centre takes,
 * and so never sent; it waits to be shortened.
 */
export type Saving = 'kept' | 'typing' | 'saving' | 'waiting' | 'newer' | 'long' | 'refused';

export interface Keeper {
  /** Sends a note; null when the centre took the frame. */
  send(contact: string, version: number, text: string): Promise<Trouble | null>;
  /** The most that the centre takes, in bytes of UTF-8; without end while that is not known. */
  limit(): number;
  after(time: number, then: () => void): () => void;
  load(): string | null;
  save(drafts: string | null): void;
  /** Something that is shown changed. */
  changed(): void;
}

/** Waits so long after the last key, milliseconds; and no longer than this in all. */
const PAUSE = 600;
const LONGEST = 4_000;
/** Texts that are remembered as unheard. */
const UNHEARD = 4;
/** The trouble of a text that was more than the centre takes: the same text would be once more. */
const TOO_LARGE = 'too-large';

interface Entry extends Draft {
  unheard: readonly string[];
  saving: Saving;
  /** What is on its way; its answer says which version it became. */
  sent: { text: string } | null;
  /** What was written elsewhere, until the agent chose. */
  newer: { version: number; text: string } | null;
  trouble: Trouble | null;
  waits: number;
  stop: (() => void) | null;
}

export class Notes {
  readonly #keeper: Keeper;
  readonly #entries = new Map<string, Entry>();

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
    for (const [contact, draft] of drafts(keeper.load())) this.#entries.set(contact, fresh(draft, 'waiting'));
  }

  /** The text to show: what was typed, or what the centre has. */
  text(contact: string, kept: string): string {
    return this.#entries.get(contact)?.text ?? kept;
  }

  saving(contact: string): Saving {
    return this.#entries.get(contact)?.saving ?? 'kept';
  }

  newer(contact: string): string | null {
    return this.#entries.get(contact)?.newer?.text ?? null;
  }

  /** By how many characters the text is too long; 0 when it is not. */
  excess(contact: string): number {
    return excess(this.#entries.get(contact)?.text ?? '', this.#keeper.limit());
  }

  /** Contacts with text that is not kept yet. */
  get open(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The agent typed; `version` is the one on the desk. */
  type(contact: string, version: number, text: string): void {
    const entry = this.#entries.get(contact) ?? fresh({ text, version }, 'typing');
    this.#entries.set(contact, entry);
    entry.text = wellFormed(text);
    if (entry.saving !== 'newer') {
      if (entry.sent === null) entry.saving = this.#long(entry) ? 'long' : 'typing';
      entry.trouble = null;
      entry.stop?.();
      entry.stop = null;
      entry.waits += PAUSE;
      // Whoever types without a pause is saved as well.
      if (entry.waits >= LONGEST) this.flush(contact);
      else this.#later(contact, entry);
    }
    this.#store();
  }

  /** Sends what is typed now: the field was left, or the connection is back. */
  flush(contact: string): void {
    const entry = this.#entries.get(contact);
    if (!entry || entry.sent !== null || entry.saving === 'newer') return;
    entry.stop?.();
    entry.stop = null;
    entry.waits = 0;
    if (this.#long(entry)) {
      entry.saving = 'long';
      this.#store();
      return;
    }
    const sent = { text: entry.text };
    entry.sent = sent;
    const marked = mark(sent.text);
    entry.unheard = [...entry.unheard.filter((other) => other !== marked), marked].slice(-UNHEARD);
    entry.saving = 'saving';
    entry.trouble = null;
    this.#store();
    void this.#keeper.send(contact, entry.version, entry.text).then((trouble) => {
      // Of what was overtaken meanwhile the answer says nothing more.
      if (trouble === null || this.#entries.get(contact) !== entry || entry.sent !== sent) return;
      entry.sent = null;
      entry.trouble = trouble;
      entry.saving = trouble.code === 'unreachable' ? 'waiting' : this.#long(entry) ? 'long' : 'refused';
      this.#keeper.changed();
    });
  }

  /** Sends all that can be kept: what is too long stays where it is. */
  flushAll(): void {
    for (const contact of this.open) this.flush(contact);
  }

  /** The agent does not want this text any more. */
  discard(contact: string): void {
    this.#entries.get(contact)?.stop?.();
    this.#entries.delete(contact);
    this.#store();
  }

  /** Forgets every text, here and in the storage: somebody else may sit down now. */
  clear(): void {
    for (const entry of this.#entries.values()) entry.stop?.();
    this.#entries.clear();
    this.#store();
  }

  /** The centre kept what was sent last: gives that text back; null when nothing of this page was under way. */
  kept(contact: string, version: number): string | null {
    const entry = this.#entries.get(contact);
    if (!entry || entry.sent === null) return null;
    entry.version = version;
    entry.unheard = [];
    const sent = entry.sent.text;
    const all = sent === entry.text;
    entry.sent = null;
    if (all) {
      entry.stop?.();
      this.#entries.delete(contact);
    } else {
      entry.saving = this.#long(entry) ? 'long' : 'typing';
      if (entry.stop === null) this.#later(contact, entry);
    }
    this.#store();
    return sent;
  }

  /** Elsewhere something newer was written: what is typed here stands beside it until the agent chooses. */
  overtaken(contact: string, version: number, text: string): void {
    const entry = this.#entries.get(contact);
    if (!entry) return;
    entry.sent = null;
    entry.stop?.();
    entry.stop = null;
    if (entry.text === text) {
      this.#entries.delete(contact);
    } else if (entry.unheard.includes(mark(text))) {
      // It was written here, before a reload or while the connection was gone.
      entry.version = version;
      entry.unheard = [];
      this.flush(contact);
      return;
    } else {
      entry.saving = 'newer';
      entry.newer = { version, text };
    }
    this.#store();
  }

  /** The agent chose between what was typed here and what was written elsewhere. */
  choose(contact: string, which: 'mine' | 'theirs' | 'both'): void {
    const entry = this.#entries.get(contact);
    if (!entry?.newer) return;
    const { version, text } = entry.newer;
    entry.newer = null;
    if (which === 'theirs') {
      this.#entries.delete(contact);
      this.#store();
      return;
    }
    if (which === 'both') entry.text = `${text}\n${entry.text}`;
    entry.version = version;
    entry.saving = 'typing';
    this.#store();
    this.flush(contact);
  }

  /** Whether the text is too long, by its bytes or by what became of it when it was sent. */
  #long(entry: Entry): boolean {
    return entry.trouble?.code === TOO_LARGE || bytes(entry.text) > this.#keeper.limit();
  }

  #later(contact: string, entry: Entry): void {
    entry.stop = this.#keeper.after(PAUSE, () => {
      entry.stop = null;
      this.flush(contact);
    });
  }

  #store(): void {
    const typed = [...this.#entries].map(([contact, { text, version, unheard }]) => [contact, unheard.length > 0 ? { text, version, unheard } : { text, version }] as const);
    this.#keeper.save(typed.length === 0 ? null : JSON.stringify(Object.fromEntries(typed)));
    this.#keeper.changed();
  }
}

function fresh(draft: Draft, saving: Saving): Entry {
  return { ...draft, text: wellFormed(draft.text), unheard: draft.unheard ?? [], saving, sent: null, newer: null, trouble: null, waits: 0, stop: null };
}

function drafts(stored: string | null): [string, Draft][] {
  try {
    const read: unknown = JSON.parse(stored ?? '{}');
    return Object.entries(read as Record<string, Draft>).filter(([, draft]) => typeof draft.text === 'string' && typeof draft.version === 'number');
  } catch {
    return [];
  }
}

/** Half a character, as a broken paste leaves it, is no text: no frame can carry it. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** Bytes of UTF-8: what the centre counts. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** By how many characters at its end a text is above a limit in bytes. */
export function excess(text: string, limit: number): number {
  let over = bytes(text) - limit;
  let count = 0;
  for (let at = text.length - 1; over > 0 && at >= 0; at -= 1) {
    const unit = text.charCodeAt(at);
    // The second half of a character of four bytes is counted with the first.
    const half = unit >= 0xdc00 && unit < 0xe000;
    over -= half ? 2 : unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xdc00) ? 2 : 3;
    if (!half) count += 1;
  }
  return count;
}

/** Tells one text from another, without being a second copy of it. */
function mark(text: string): string {
  let [first, second] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    first = (Math.imul(first, 31) + text.charCodeAt(at)) | 0;
    second = Math.imul(second ^ text.charCodeAt(at), 0x01000193);
  }
  return `${text.length}.${first >>> 0}.${second >>> 0}`;
}
