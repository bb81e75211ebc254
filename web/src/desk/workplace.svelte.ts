//! An agent's workplace: the desk, its socket, what is typed, and the telephone. It lives as long as the agent is
//! signed in, whatever page is shown.

import type { Api } from '../api/client';
import { clock } from '../dates/clock';
import { kept } from '../design/kept';
import { language, t } from '../language/language.svelte';
import { attract } from '../phone/attention';
import { hold, type Holder } from '../phone/holder';
import { Phone } from '../phone/phone.svelte';
import { ChatWork } from './chats.svelte';
import { Drafts } from './drafts';
import { Notes } from './notes';
import type { Refusal } from './notice';
import type { Asked, PanelName, Secret, Spoken, Told, Trouble, Window } from './protocol';
import { Relay, type Afar } from './relay';
import { ofCall, ofChat, type Served } from './served';
import { NOT_SENT, Socket, TOO_LARGE, UNREACHABLE, type Standing } from './socket';
import { awayBy, disposed, keysIn, noted, readSecret, take, wantsOutcome, type Desk } from './state';
import { world } from './world';

const DRAFTS = kept('heliotrope.notes', 'session');
/** Whose they are: what one person typed about a customer is not for whoever signs in next. */
const TYPIST = kept('heliotrope.notes.of', 'session');
/**
 * The contact in which the agent is muted: a page that is loaded anew, or another window that takes the desk over, must
 * not let the customer hear again.
 */
const MUTED = kept('heliotrope.muted');
const TICK = 500;
/** Measures that are kept. */
const MEASURES = 100;

/** The language of the page in the centre's words. */
export function spoken(tag: string): Spoken {
  return tag === 'ko' ? 'ko' : tag === 'en' ? 'en' : 'zh';
}

export class Workplace {
  readonly window: Window;
  readonly phone: Phone;
  readonly notes: Notes;
  readonly chats = new ChatWork((asked) => this.#socket.ask(asked));
  readonly drafts = new Drafts();
  readonly #socket: Socket;
  #desk = $state.raw<Desk | null>(null);
  #standing = $state.raw<{ standing: Standing; why: string | null }>({ standing: 'connecting', why: null });
  #pending = $state.raw<ReadonlySet<Asked['type']>>(new Set());
  #refusal = $state.raw<Refusal | null>(null);
  /** Moves whenever what is typed stands otherwise: what reads notes follows it. */
  #typed = $state(0);
  #afar = $state.raw<Afar | null>(null);
  #now = $state(Date.now());
  #holder: Holder | null = null;
  /** Among the desks of this browser. */
  #seat: Holder | null = null;
  #seated = false;
  #limit = Number.POSITIVE_INFINITY;
  /** The contact whose outcome was asked for before its wrap-up is finished without one. */
  #asking = $state.raw<string | null>(null);
  #quiet = $state(false);
  #relay: Relay | null = null;
  #stopAttention: (() => void) | null = null;
  #shut = $state.raw<ReadonlySet<string>>(new Set());
  readonly #api: Api;
  readonly #end = new AbortController();

  /** `account`: whose desk it is. */
  constructor(api: Api, account: string, window: Window) {
    this.window = window;
    this.#api = api;
    if (TYPIST.get() !== account) DRAFTS.set(null);
    TYPIST.set(account);
    this.phone = new Phone({
      offer: (sdp) => this.#socket.ask({ type: 'phone_offer', sdp }),
      test: (on) => this.#socket.ask({ type: 'phone_test', on }),
    });
    this.notes = new Notes({
      send: (contact, version, text) => this.#send({ type: 'note', contact, version, text }),
      limit: () => this.#limit,
      after: (time, then) => {
        const timer = setTimeout(then, time);
        return () => clearTimeout(timer);
      },
      // A telephone's window is opened with a copy of the tab's storage, and has no notes of its own.
      load: () => (window === 'desk' ? DRAFTS.get() : null),
      save: (drafts) => DRAFTS.set(drafts),
      changed: () => (this.#typed += 1),
    });
    this.#socket = new Socket(
      world(api, () => ({ type: 'hello', language: spoken(language.tag), window })),
      { told: (frame) => this.#told(frame), standing: (standing, why) => this.#stands(standing, why), quiet: (quiet) => this.#hushed(quiet) },
    );
    const timer = setInterval(() => (this.#now = Date.now()), TICK);
    const { signal } = this.#end;
    signal.addEventListener('abort', () => clearInterval(timer));
    addEventListener('online', () => this.#socket.again(), { signal });
    addEventListener('offline', () => this.#socket.offline(), { signal });
    // What is typed is in the tab's storage already; this only saves the agent the wait.
    addEventListener('pagehide', () => this.notes.flushAll(), { signal });
  }

  get desk(): Desk | null {
    return this.#desk;
  }

  /** Whoever is looked at: the customer of a chat, or of the call. */
  get served(): Served | null {
    const chat = this.chats.shown;
    if (chat !== null) return ofChat(chat);
    const contact = this.#desk?.contact ?? null;
    return contact && ofCall(contact);
  }

  /** Looks at what comes next in hand. */
  turn(): void {
    this.chats.turn(this.#desk?.contact != null);
  }

  accept(chat: string): void {
    this.chats.look(chat);
    void this.act({ type: 'accept', contact: chat });
  }

  get standing(): Standing {
    return this.#standing.standing;
  }

  /** The centre's own sentence about the standing. */
  get why(): string | null {
    return this.#standing.why;
  }

  /** The centre does not answer at the moment: the connection may be gone. */
  get quiet(): boolean {
    return this.#quiet;
  }

  /** Whether the outcome is wanted before the wrap-up of the contact in hand is finished. */
  get asking(): boolean {
    const contact = this.#desk?.contact;
    return contact?.phase === 'wrap_up' && contact.disposition === null && this.#asking === contact.id;
  }

  get pending(): ReadonlySet<Asked['type']> {
    return this.#pending;
  }

  /** What was asked last and did not happen. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** How the telephone fares that is in another window; null when it is here. */
  get afar(): Afar | null {
    return this.phone.standing === 'elsewhere' ? this.#afar : null;
  }

  get muted(): boolean {
    return this.afar?.muted ?? this.phone.muted;
  }

  /** The centre's clock, milliseconds. */
  get now(): number {
    return this.#now + (this.#desk?.ahead ?? 0);
  }

  /** Seconds since a moment of the centre's. */
  since(moment: string): number {
    return Math.max(0, (this.now - Date.parse(moment)) / 1_000);
  }

  /** Seconds until a moment of the centre's. */
  until(moment: string): number {
    return Math.max(0, Math.ceil((Date.parse(moment) - this.now) / 1_000));
  }

  /** Asks the centre to do something; what comes of it is shown. */
  async act(asked: Asked): Promise<Trouble | null> {
    if (this.#pending.has(asked.type)) return null;
    this.#refusal = null;
    this.#pending = new Set([...this.#pending, asked.type]);
    const trouble = await this.#socket.ask(asked);
    this.#pending = new Set([...this.#pending].filter((type) => type !== asked.type));
    if (trouble !== null) this.#refusal = { asked: asked.type, trouble };
    return trouble;
  }

  /** Asks the centre to do something; what comes of it is shown where it was asked. */
  ask(asked: Asked): Promise<Trouble | null> {
    return this.#socket.ask(asked);
  }

  /** The one key: answers when it rings. */
  answer(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'offered' && !contact.dialling) void this.act({ type: 'answer', contact: contact.id });
  }

  /** Ends what there is: refuses a ring, hangs up a talk. */
  end(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'offered' && !contact.dialling) void this.act({ type: 'refuse', contact: contact.id });
    else if (contact?.phase === 'offered' || contact?.phase === 'talking') void this.act({ type: 'hang_up', contact: contact.id });
  }

  hold(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'talking') void this.act({ type: contact.held ? 'retrieve' : 'hold', contact: contact.id });
  }

  mute(): void {
    const muted = !this.muted;
    if (this.phone.standing === 'elsewhere') this.#relay?.mute(muted);
    this.#mute(muted);
  }

  /** Also while the telephone is elsewhere: it may come back in the talk. */
  #mute(muted: boolean): void {
    MUTED.set(muted ? (this.#desk?.contact?.id ?? null) : null);
    this.phone.mute(muted);
  }

  /** Queues that somebody closed by hand, as far as was last seen. */
  get closed(): ReadonlySet<string> {
    return this.#shut;
  }

  /** Looks which queues are closed. Without an answer none is marked: the centre still refuses what cannot be. */
  lookAtQueues(): void {
    this.#api.queues().then(
      ({ queues }) => (this.#shut = new Set(queues.filter((queue) => queue.by_hand !== null).map((queue) => queue.name))),
      () => (this.#shut = new Set()),
    );
  }

  transfer(queue: string): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'talking') void this.act({ type: 'transfer', contact: contact.id, queue });
  }

  /** The customer keys in a secret, which nobody sees or hears but the bank. */
  askForSecret(what: Secret): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'talking') void this.act({ type: 'secure_entry', contact: contact.id, what });
  }

  /** Stops that; or, once it is over, what became of it was read. */
  stopSecret(): void {
    const contact = this.#desk?.contact;
    if (!this.#desk || !contact) return;
    if (keysIn(contact)) void this.act({ type: 'stop_secure_entry', contact: contact.id });
    else this.#desk = readSecret(this.#desk);
  }

  async dispose(code: string): Promise<void> {
    const contact = this.#desk?.contact;
    if (!contact || this.#pending.has('disposition')) return;
    const trouble = await this.act({ type: 'disposition', contact: contact.id, code });
    if (trouble === null && this.#desk) this.#desk = disposed(this.#desk, contact.id, code);
  }

  /** Through with the matter: what is typed goes first. Without an outcome it is asked for once. */
  finish(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase !== 'wrap_up') return;
    if (this.#desk && !this.#pending.has('disposition') && wantsOutcome(this.#desk, this.#asking)) {
      this.#asking = contact.id;
      return;
    }
    this.notes.flush(contact.id);
    void this.act({ type: 'wrap_up_done', contact: contact.id });
  }

  /** Ends the talk and calls the customer back at the registered number; or calls there once more. */
  callRegistered(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'talking') void this.act({ type: 'call_registered', contact: contact.id });
  }

  more(): void {
    const contact = this.#desk?.contact;
    if (contact?.phase === 'wrap_up') void this.act({ type: 'wrap_up_more', contact: contact.id });
  }

  ready(): void {
    void this.act({ type: 'ready' });
  }

  notReady(reason: string): void {
    void this.act({ type: 'not_ready', reason });
  }

  viewAgain(contact: string, panel: PanelName): void {
    void this.act({ type: 'view_again', contact, panel });
  }

  /** Whether somebody is on the line, or rings. */
  get onLine(): boolean {
    const phase = this.#desk?.contact?.phase;
    return phase === 'offered' || phase === 'talking';
  }

  /** How many notes are not saved. */
  get unsaved(): number {
    void this.#typed;
    return this.notes.open.length;
  }

  /** The person goes for good: nothing of what they did stays in the tab. */
  forgetAll(): void {
    this.notes.clear();
    TYPIST.set(null);
    MUTED.set(null);
    this.drafts.only([]);
  }

  /** Read by what shows notes, so that it follows them. */
  get typed(): number {
    return this.#typed;
  }

  forget(): void {
    this.#refusal = null;
  }

  /** The desk is wanted here: after another window took it, or at once instead of a little later. */
  here(): void {
    this.#socket.again();
  }

  close(): void {
    this.#end.abort();
    this.#holder?.release();
    this.#seat?.release();
    this.#relay?.close();
    this.#socket.close();
    this.phone.close();
    this.#stopAttention?.();
  }

  /** Sends a note; says plainly when it was what closed the connection. */
  async #send(note: Extract<Asked, { type: 'note' }>): Promise<Trouble | null> {
    const trouble = await this.#socket.ask(note);
    if (trouble?.code === TOO_LARGE.code) this.#refusal = { asked: 'note', trouble };
    return trouble;
  }

  #told(frame: Told): void {
    const before = this.#desk;
    if (frame.type === 'phone_answer') {
      void this.phone.answered(frame.sdp);
      return;
    }
    this.chats.take(frame, before?.contact != null);
    let desk = take(before, frame, Date.now());
    if (frame.type === 'welcome' && desk !== null) {
      clock.set(Date.parse(frame.at));
      this.#limit = frame.settings.note_bytes;
      desk = awayBy(desk, before !== null && !this.#socket.froze);
    }
    if (frame.type === 'note_kept') {
      const text = this.notes.kept(frame.contact, frame.version);
      if (desk !== null && text !== null) desk = noted(desk, frame.contact, { version: frame.version, text });
    }
    if (frame.type === 'note_newer') this.notes.overtaken(frame.contact, frame.version, frame.text);
    if (frame.type === 'phone') this.phone.seen(frame);
    if (desk !== null) this.drafts.only([desk.contact, ...this.chats.hand].flatMap((one) => one?.id ?? []));
    if (desk === before) return;
    this.#desk = desk;
    this.#now = Date.now();
    this.#follow(before, desk);
    if (before === null && desk !== null && MUTED.get() === desk.contact?.id) this.phone.mute(true);
    if (frame.type === 'welcome') this.#welcomed(frame.agent.id, frame.agent.address);
    if (frame.type === 'ring') measure(frame.contact.id, frame.contact.since);
  }

  /** The ring follows the phase; every call begins unmuted. */
  #follow(before: Desk | null, desk: Desk | null): void {
    const rang = before?.contact?.phase === 'offered' && !before.contact.dialling;
    const rings = desk?.contact?.phase === 'offered' && !desk.contact.dialling;
    if (rang === rings && before?.contact?.id === desk?.contact?.id) return;
    if (rings) {
      this.#mute(false);
      this.phone.ring(true);
      this.#stopAttention?.();
      const who = desk?.contact?.caller ?? t('desk.withheld');
      this.#stopAttention = this.phone.standing === 'elsewhere' ? null : attract(t(desk?.contact?.callback ? 'desk.rings.callback' : 'desk.rings'), who);
    } else {
      this.phone.ring(false);
      this.#stopAttention?.();
      this.#stopAttention = null;
    }
    this.#refusal = null;
  }

  #hushed(quiet: boolean): void {
    this.#quiet = quiet;
    this.#heardAgain();
  }

  /** Of a connection that stands otherwise than it did, what it kept from being done says nothing more. */
  #heardAgain(): void {
    const code = this.#refusal?.trouble.code;
    if (code === NOT_SENT.code || code === UNREACHABLE.code) this.#refusal = null;
  }

  #stands(standing: Standing, why: string | null): void {
    this.#standing = { standing, why };
    this.#heardAgain();
    if (standing === 'superseded' || standing === 'denied') {
      // The other window has the telephone now as well.
      this.#holder?.release();
      this.#holder = null;
      this.phone.yieldTo();
      // What was in hand is in the other window's; nothing here may look as if it could still be done.
      const before = this.#desk;
      this.#desk = null;
      this.#follow(before, null);
    }
    this.phone.reached(standing === 'live');
    if (standing === 'live') this.notes.flushAll();
  }

  #welcomed(agent: string, address: string): void {
    if (this.#relay === null) {
      const here = this.window === 'phone';
      this.#relay = new Relay(
        agent,
        here
          ? { asked: () => this.tellAfar(), mute: (muted) => this.#mute(muted) }
          : { how: (afar) => this.#seenAfar(afar) },
      );
      if (!here) this.#relay.ask();
    }
    if (this.window === 'desk') this.#sit(agent);
    if (address !== 'page') return;
    this.#holder ??= hold('phone', agent, this.window === 'phone', {
      mine: () => void this.phone.start(),
      elsewhere: () => {
        this.phone.yieldTo();
        this.#relay?.ask();
      },
    });
  }

  /** Takes the seat of this browser's desks, and takes it up again when the window that took it over is closed. */
  #sit(agent: string): void {
    if (this.#seated) return;
    this.#seat?.release();
    this.#seat = hold('desk', agent, true, {
      mine: () => {
        this.#seated = true;
        if (this.standing === 'superseded') this.#socket.again();
      },
      elsewhere: () => (this.#seated = false),
    });
  }

  #seenAfar(afar: Afar): void {
    this.#afar = afar;
    if (this.phone.standing === 'elsewhere') this.#mute(afar.muted);
  }

  /** In a telephone's window: tells the desk how it fares. */
  tellAfar(): void {
    if (this.window === 'phone') this.#relay?.tell({ standing: this.phone.standing, muted: this.phone.muted, grade: this.phone.grade });
  }
}

/** Notes in the browser's own timeline when a ring was painted, for `e2e/bench.mjs`. */
function measure(contact: string, since: string): void {
  const start = performance.now();
  requestAnimationFrame(() => {
    // After the frame, not before it.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // A page lives for a day: what was measured must not pile up.
      if (performance.getEntriesByName('heliotrope.ring').length >= MEASURES) performance.clearMeasures('heliotrope.ring');
      performance.measure('heliotrope.ring', { start, end: performance.now(), detail: { contact, since } });
    };
    port2.postMessage(null);
  });
}
