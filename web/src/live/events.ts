//! Server-Sent Events out of a byte stream: EventSource cannot send a token.

export interface ServerEvent {
  /** `entry`, `missed`, `over`. */
  name: string;
  data: string;
  /** The id of this event, or of the last one before it that had one. */
  id: string | null;
}

/** Longest line that is kept; a stream with a longer one is not one of ours. */
const LONGEST = 1_000_000;

/** Takes text as it comes and gives back the events it completes (HTML Living Standard §9.2.6). */
export class EventParser {
  #rest = '';
  #name = '';
  #data: string[] = [];
  #id: string | null;

  constructor(last: string | null = null) {
    this.#id = last;
  }

  take(text: string): ServerEvent[] {
    this.#rest += text;
    const events: ServerEvent[] = [];
    let begin = 0;
    for (;;) {
      const end = nextBreak(this.#rest, begin);
      if (end === null) break;
      const event = this.#line(this.#rest.slice(begin, end.at));
      if (event) events.push(event);
      begin = end.after;
    }
    this.#rest = this.#rest.slice(begin);
    if (this.#rest.length > LONGEST) throw new Error('a line of the event stream is too long');
    return events;
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    // A line that begins with a colon is a comment: the server's sign of life.
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }

  #dispatch(): ServerEvent | null {
    const event = { name: this.#name || 'message', data: this.#data.join('\n'), id: this.#id };
    const empty = this.#data.length === 0;
    this.#name = '';
    this.#data = [];
    return empty ? null : event;
  }
}

/** The next end of a line: LF, CRLF, or CR. A CR at the very end may be half of a CRLF: it waits. */
function nextBreak(text: string, from: number): { at: number; after: number } | null {
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\n') return { at, after: at + 1 };
    if (sign === '\r') {
      if (at + 1 === text.length) return null;
      return { at, after: text[at + 1] === '\n' ? at + 2 : at + 1 };
    }
  }
  return null;
}
