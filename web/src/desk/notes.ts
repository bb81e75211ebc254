//! What the agent types, from the key to the record. Nothing typed is lost: it stands in the tab's storage
//! until the centre has kept it, through reloads, lost connections and calls that end.

import type { Trouble } from './protocol';

/** A text that the centre has not kept yet. */
export interface Draft {
  text: string;
  /** The version this text was made from. */
  version: number;
  /** What this tab sent without hearing what became of it: it may be the newest there is. */
  unheard?: readonly string[];
}

/** `newer`: somewhere else something newer was written; the agent chooses. */
export type Saving = 'kept' | 'typing' | 'saving' | 'waiting' | 'newer' | 'refused';

export interface Keeper {
  /** Sends a note; null when the centre took the frame. */
  send(contact: string, version: number, text: string): Promise<Trouble | null>;
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

interface Entry extends Draft {
  unheard: readonly string[];
  saving: Saving;
  /** What is on its way; its answer says which version it became. */
  sent: string | null;
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

  trouble(contact: string): Trouble | null {
    return this.#entries.get(contact)?.trouble ?? null;
  }

  newer(contact: string): string | null {
    return this.#entries.get(contact)?.newer?.text ?? null;
  }

  /** Contacts with text that is not kept yet. */
  get open(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The agent typed; `version` is the one on the desk. */
  type(contact: string, version: number, text: string): void {
    const entry = this.#entries.get(contact) ?? fresh({ text, version }, 'typing');
    this.#entries.set(contact, entry);
    entry.text = text;
    if (entry.saving !== 'newer') {
      if (entry.sent === null) entry.saving = 'typing';
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
    entry.sent = entry.text;
    entry.unheard = [...entry.unheard, entry.text].slice(-UNHEARD);
    entry.saving = 'saving';
    entry.trouble = null;
    this.#store();
    void this.#keeper.send(contact, entry.version, entry.text).then((trouble) => {
      if (trouble === null || this.#entries.get(contact) !== entry || entry.sent === null) return;
      entry.sent = null;
      entry.saving = trouble.code === 'unreachable' ? 'waiting' : 'refused';
      entry.trouble = trouble;
      this.#keeper.changed();
    });
  }

  flushAll(): void {
    for (const contact of this.open) this.flush(contact);
  }

  /** The centre kept what was sent last: gives that text back; null when nothing of this page was under way. */
  kept(contact: string, version: number): string | null {
    const entry = this.#entries.get(contact);
    if (!entry || entry.sent === null) return null;
    entry.version = version;
    entry.unheard = [];
    const { sent } = entry;
    const all = sent === entry.text;
    entry.sent = null;
    if (all) {
      entry.stop?.();
      this.#entries.delete(contact);
    } else {
      entry.saving = 'typing';
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
    } else if (entry.unheard.includes(text)) {
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
  return { ...draft, unheard: draft.unheard ?? [], saving, sent: null, newer: null, trouble: null, waits: 0, stop: null };
}

function drafts(stored: string | null): [string, Draft][] {
  try {
    const read: unknown = JSON.parse(stored ?? '{}');
    return Object.entries(read as Record<string, Draft>).filter(([, draft]) => typeof draft.text === 'string' && typeof draft.version === 'number');
  } catch {
    return [];
  }
}

/** Bytes of UTF-8: what the centre counts. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
