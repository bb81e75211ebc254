// One agent's desk as the centre would run it, as far as the page can tell: frames in, frames out, and handles for
// a story to pull. The real centre is the judge; this one is there within a second.
import { caller, DISPOSITIONS, REASONS, VIEWS, WORK } from './samples.mjs';

const now = () => new Date().toISOString();
const later = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

/** A queue that somebody closed by hand. */
export const CLOSED = 'lost';

export class Desk {
  #sockets = { desk: null, phone: null };
  #next = 4200;
  #whole = null;
  #note = new Map();
  agent = { id: 'A-7', name: 'li', skills: ['cards', 'lang.zh'], address: 'page' };
  state = 'not_ready';
  since = now();
  notReady = 'signed_out';
  away = null;
  contact = null;
  work = [...WORK];
  /** Chats in hand: each as the page is told it, what was said, and all that the bank says of its customer. */
  chats = [];
  beats = 0;
  /** What the page asked, in order. */
  asked = [];
  /** Answers an offer of the telephone: sdp in, sdp out. */
  exchange = null;
  wrapUp = 20;
  /** What comes of calls to the registered number: why the bank refuses, what the telephone says, or nothing: somebody answers. */
  registered = [];

  /** A window connected. */
  join(socket) {
    socket.on('message', (data) => this.#hear(socket, JSON.parse(String(data))));
    socket.on('close', () => {
      for (const kind of ['desk', 'phone']) if (this.#sockets[kind] === socket) this.#sockets[kind] = null;
    });
  }

  #hear(socket, frame) {
    if (frame.type === 'beat') {
      this.beats += 1;
      send(socket, { type: 'beat', n: frame.n });
      return;
    }
    this.asked.push(frame);
    if (frame.type === 'hello') this.#hello(socket, frame);
    const problem = frame.type === 'hello' ? null : this.#obey(socket, frame);
    send(socket, problem ? { type: 'refused', id: frame.id, problem } : { type: 'done', id: frame.id });
  }

  #hello(socket, { window }) {
    const before = this.#sockets[window];
    this.#sockets[window] = socket;
    if (before) {
      send(before, { type: 'superseded' });
      before.close();
    }
    this.#welcome(socket, window);
  }

  #welcome(socket, window) {
    if (!socket) return;
    send(socket, {
      type: 'welcome', agent: this.agent, window, at: now(), state: this.state, since: this.since, not_ready: this.notReady, away: this.away,
      reasons: REASONS, dispositions: DISPOSITIONS, queues: ['cards', 'loans', 'lost'],
      settings: { beat_s: 2, frozen_after_s: 6, parted_s: 8, note_bytes: 8192, wrap_up_more_s: 60 }, contact: this.contact,
      chats: this.chats.map(({ chat }) => chat), work: this.work,
    });
    for (const { chat, messages } of this.chats) if (messages.length > 0) send(socket, { type: 'chat_said', contact: chat.id, messages });
  }

  #obey(socket, frame) {
    const { contact } = this;
    const not = (detail) => ({ code: 'conflict', detail });
    const phase = { answer: 'offered', refuse: 'offered', hang_up: 'talking', hold: 'talking', retrieve: 'talking', transfer: 'talking', wrap_up_done: 'wrap_up', wrap_up_more: 'wrap_up' }[frame.type];
    const chat = this.chats.find((one) => one.chat.id === frame.contact);
    if (chat) return this.#obeyInChat(chat, frame);
    if (phase && (contact?.id !== frame.contact || contact.phase !== phase)) return not(`${frame.contact} is not ${phase}`);
    switch (frame.type) {
      case 'ready':
        this.away = null;
        this.#state('ready', null);
        break;
      case 'not_ready':
        if (contact) this.tell({ type: 'state', state: this.state, since: this.since, not_ready: (this.notReady = frame.reason), why: null });
        else this.#state('not_ready', frame.reason);
        break;
      case 'answer':
        Object.assign(contact, { phase: 'talking', since: now() });
        this.tell({ type: 'connected', contact: contact.id, at: contact.since });
        this.#state('talking', this.notReady);
        break;
      case 'refuse':
        this.ringEnds('refused');
        this.#state('not_ready', 'rejected');
        break;
      case 'hang_up':
        this.ends('agent_hung_up');
        break;
      case 'hold':
        contact.held = true;
        this.tell({ type: 'held', contact: contact.id, at: now() });
        break;
      case 'retrieve':
        contact.held = false;
        this.tell({ type: 'retrieved', contact: contact.id, at: now() });
        break;
      case 'secure_entry':
        if (contact.held) return not(`the customer of ${contact.id} is on hold; take the customer back first`);
        this.keysIn(contact, frame.what);
        break;
      case 'stop_secure_entry':
        this.secret(contact, contact.secure_entry.what, 'stopped');
        break;
      case 'call_registered':
        return this.#callRegistered(contact);
      case 'identify':
        this.#known(contact, 'identified', { how: 'agent' }, structuredClone(Object.values(VIEWS).find((view) => view.customer === frame.customer)));
        break;
      case 'undo_identify':
        this.#known(contact, 'unknown', { how: null }, null);
        break;
      case 'third_party':
        this.#whole = contact.view.accounts.state === 'withheld' ? this.#whole : contact.view;
        this.#known(contact, contact.level, { third_party: frame.is }, frame.is ? narrow(contact.view) : this.#whole);
        break;
      case 'transfer':
        if (frame.queue === CLOSED) return not(`queue ${CLOSED} is closed and takes nobody now`);
        this.ends('transferred');
        break;
      case 'wrap_up_more':
        this.tell({ type: 'wrap_up', contact: contact.id, until: (contact.wrap_up_until = later(60)) });
        break;
      case 'wrap_up_done':
        this.closes();
        break;
      case 'disposition':
        contact.disposition = frame.code;
        this.tell({ type: 'disposition', contact: contact.id, code: frame.code });
        break;
      case 'view_again':
        this.tell({ type: 'view', contact: contact.id, panel: frame.panel, value: (contact.view[frame.panel] = this.#whole[frame.panel]) });
        break;
      case 'note':
        return this.#keep(socket, frame);
      case 'phone_offer':
        if (!this.exchange) return { code: 'unavailable', detail: 'this mock has no voice node' };
        void this.exchange(frame.sdp).then((sdp) => {
          send(socket, { type: 'phone_answer', sdp });
          send(socket, { type: 'phone', state: 'connected', loss: 0.001, jitter_ms: 3.1, rtt_ms: 18 });
        });
        break;
      case 'phone_test':
        break;
      default:
        return { code: 'bad-query', detail: `no such frame: ${frame.type}` };
    }
    return null;
  }

  /** Who calls is known otherwise, and with it what is shown. */
  #known(contact, level, known, view) {
    Object.assign(contact, { level, known: { ...contact.known, ...known }, view });
    this.tell({ type: 'level', contact: contact.id, level, known: contact.known });
    this.#welcome(this.#sockets.desk, 'desk');
  }

  /** What is asked about a chat, which is told whole whatever happens to it. */
  #obeyInChat(one, frame) {
    const phase = { accept: 'offered', decline: 'offered', end_chat: 'talking', say: 'talking', identify: 'talking', undo_identify: 'talking', third_party: 'talking', transfer: 'talking', wrap_up_done: 'wrap_up' }[frame.type];
    if (phase && one.chat.phase !== phase) return { code: 'conflict', detail: `${frame.contact} is not ${phase}` };
    const { known, view } = one.chat;
    switch (frame.type) {
      case 'accept':
        return this.chatIs(one, { phase: 'talking', since: now(), accept_until: null });
      case 'decline':
      case 'transfer':
      case 'wrap_up_done':
        return this.chatGoes(one);
      case 'end_chat':
        return this.chatIs(one, { phase: 'wrap_up', since: now(), wrap_up_until: later(60) });
      case 'say':
        return this.says(one, 'agent', frame.text);
      case 'disposition':
        return this.chatIs(one, { disposition: frame.code });
      case 'identify':
        one.whole = structuredClone(Object.values(VIEWS).find((one) => one.customer === frame.customer));
        return this.chatIs(one, { level: 'identified', known: { ...known, how: 'agent' }, view: structuredClone(one.whole) });
      case 'undo_identify':
        return this.chatIs(one, { level: 'unknown', known: { ...known, how: null }, view: null });
      case 'third_party':
        return this.chatIs(one, { known: { ...known, third_party: frame.is }, view: frame.is ? narrow(view) : structuredClone(one.whole) });
      case 'view_again':
        return this.chatPanel(one, frame.panel);
      default:
        return { code: 'conflict', detail: `${frame.contact} is a chat` };
    }
  }

  /** A customer opens a chat, which this agent may accept; `whose`: whom the bank's own pages know, by language. */
  chatComes(whose = null, { failed = false } = {}) {
    const id = `C-${(this.#next += 1)}`;
    const whole = whose === null ? null : structuredClone(VIEWS[whose]);
    const view = whole && structuredClone(whole);
    if (failed) view.accounts = { state: 'failed', at: now(), why: 'unreachable', stale: null };
    const chat = {
      id, queue: 'cards', line: 'hotline-zh', language: whose ?? 'zh', opened: now(), waited_s: 0.4, level: view ? 'matched' : 'unknown',
      known: { how: view ? 'invitation' : null, third_party: false, holders: 0 }, view, phase: 'offered', since: now(),
      accept_until: later(20), wrap_up_until: null, disposition: null,
    };
    const one = { chat, messages: [], whole };
    this.chats.push(one);
    this.tell({ type: 'chat', chat });
    return one;
  }

  chatIs(one, change) {
    one.chat = { ...one.chat, ...change };
    this.tell({ type: 'chat', chat: one.chat });
    return null;
  }

  /** A panel of a chat's customer comes. */
  chatPanel(one, panel) {
    const value = one.whole[panel];
    one.chat = { ...one.chat, view: { ...one.chat.view, [panel]: value } };
    this.tell({ type: 'view', contact: one.chat.id, panel, value });
    return null;
  }

  says(one, from, text) {
    const message = { number: one.messages.length + 1, from, at: now(), text };
    one.messages.push(message);
    this.tell({ type: 'chat_said', contact: one.chat.id, messages: [message] });
    return null;
  }

  chatGoes(one) {
    this.chats = this.chats.filter((other) => other !== one);
    this.tell({ type: 'chat_gone', contact: one.chat.id });
    return null;
  }

  #keep(socket, { contact, version, text }) {
    const kept = this.#note.get(contact) ?? { version: 0, text: '' };
    if (version !== kept.version) {
      send(socket, { type: 'note_newer', contact, ...kept, at: now() });
      return { code: 'conflict', detail: 'there is a newer note' };
    }
    this.#note.set(contact, { version: version + 1, text });
    if (this.contact?.id === contact) this.contact.note = { version: version + 1, text };
    send(socket, { type: 'note_kept', contact, version: version + 1, at: now() });
    return null;
  }

  /** The note of a contact as it was kept. */
  note(contact) {
    return this.#note.get(contact)?.text ?? '';
  }

  /** Somebody else writes the note. */
  writeElsewhere(contact, text) {
    const version = (this.#note.get(contact)?.version ?? 0) + 1;
    this.#note.set(contact, { version, text });
  }

  tell(frame) {
    for (const socket of Object.values(this.#sockets)) if (socket) send(socket, frame);
  }

  #state(state, notReady, why = null) {
    Object.assign(this, { state, notReady, since: now() });
    this.tell({ type: 'state', state, since: this.since, not_ready: notReady, why });
  }

  /** A supervisor, or the centre, changes the state. */
  made(notReady, why) {
    this.#state('not_ready', notReady, why);
  }

  ring(options) {
    const { contact, whole } = caller(`C-${(this.#next += 1)}`, options);
    Object.assign(this, { contact });
    this.#whole = whole;
    this.tell({ type: 'ring', contact });
    this.#state('offered', null);
    return contact;
  }

  panel(name) {
    this.contact.view[name] = this.#whole[name];
    this.tell({ type: 'view', contact: this.contact.id, panel: name, value: this.#whole[name] });
  }

  /** What is open for the customers in hand, as far as somebody is known. */
  works(work) {
    const value = { state: 'ready', as_of: now(), value: work };
    for (const of of [this.contact, ...this.chats.map(({ chat }) => chat)]) {
      if (!of?.view) continue;
      of.view.work = value;
      this.tell({ type: 'view', contact: of.id, panel: 'work', value });
    }
  }

  /** A panel is asked for again and fails: what was there is so old. */
  stale(name, seconds) {
    const { value } = this.#whole[name];
    const stale = { as_of: new Date(Date.now() - seconds * 1_000).toISOString(), value };
    this.contact.view[name] = { state: 'failed', at: now(), why: 'unreachable', stale };
    this.tell({ type: 'view', contact: this.contact.id, panel: name, value: this.contact.view[name] });
  }

  verified() {
    this.contact.level = 'verified';
    this.tell({ type: 'level', contact: this.contact.id, level: 'verified', known: (this.contact.known = { ...this.contact.known, how: 'flow' }) });
  }

  ringEnds(why) {
    this.tell({ type: 'ring_ended', contact: this.contact.id, why });
    this.contact = null;
    if (why === 'caller_left') this.#state('ready', null);
  }

  parted() {
    this.contact.parted_until = later(8);
    this.tell({ type: 'parted', contact: this.contact.id, until: this.contact.parted_until });
  }

  returned() {
    this.contact.parted_until = null;
    this.tell({ type: 'returned', contact: this.contact.id });
  }

  /** The call to the registered number, each step after a moment, and what comes of it as told. */
  #callRegistered(contact) {
    if (contact?.phase !== 'talking') return { code: 'conflict', detail: 'there is no talk' };
    const { refused, why } = this.registered.shift() ?? {};
    if (refused) return { code: refused, detail: 'the mock says so' };
    const is = (stage, reason = null) => {
      if (contact !== this.contact || contact.phase !== 'talking') return false;
      const call = { stage, why: reason };
      contact.verification_call = stage === 'answered' ? null : call;
      this.tell({ type: 'verification_call', contact: contact.id, at: now(), call });
      return true;
    };
    if (contact.verification_call === null) is('begun');
    setTimeout(() => {
      if (!is('dialled')) return;
      setTimeout(() => {
        if (why) is('failed', why);
        else if (is('answered')) this.tell({ type: 'level', contact: contact.id, level: (contact.level = 'verified'), known: (contact.known = { ...contact.known, how: 'registered_number' }) });
      }, 600);
    }, 600);
    return null;
  }

  /** How far a secret has come that the customer keys in. */
  secret(contact, what, stage, keys = 0, tries_left = null) {
    const entry = { what, stage, keys, tries_left };
    contact.secure_entry = ['number', 'secret', 'judged'].includes(stage) ? entry : null;
    this.tell({ type: 'secure_entry', contact: contact.id, entry });
  }

  /** The customer keys in a PIN that is right, a card code that is not, or half of a one-time code, a key every 300 ms. */
  keysIn(contact, what) {
    const all = what === 'card_code' ? 3 : 6;
    this.secret(contact, what, 'secret');
    const next = (keys) => {
      if (contact.secure_entry === null || contact !== this.contact) return;
      if (keys <= all) {
        this.secret(contact, what, 'secret', keys);
        if (what !== 'one_time_code' || keys < 3) setTimeout(() => next(keys + 1), 300);
      } else if (contact.secure_entry.stage === 'secret') {
        this.secret(contact, what, 'judged');
        setTimeout(() => next(keys), 300);
      } else if (what === 'pin') {
        this.secret(contact, what, 'right');
        this.tell({ type: 'level', contact: contact.id, level: (contact.level = 'verified'), known: (contact.known = { ...contact.known, how: 'secure_entry' }) });
      } else this.secret(contact, what, 'wrong', 0, 2);
    };
    setTimeout(() => next(1), 300);
  }

  ends(reason) {
    Object.assign(this.contact, { phase: 'wrap_up', held: false, verification_call: null, wrap_up_until: later(this.wrapUp) });
    this.tell({ type: 'ended', contact: this.contact.id, reason, wrap_up_until: this.contact.wrap_up_until });
    this.#state('wrap_up', this.notReady);
  }

  closes() {
    const { id, opened, queue, line, language, caller: from, disposition } = this.contact;
    this.tell({ type: 'closed', contact: id });
    this.work = [{ contact: id, opened, closed: now(), queue, line, language, caller: from, reason: 'agent_hung_up', talk_s: 3, disposition, noted: this.#note.has(id) }, ...this.work];
    this.contact = null;
    this.#state(this.notReady ? 'not_ready' : 'ready', this.notReady);
  }

  /** Every window loses its connection; the page is to come back by itself. */
  cut() {
    for (const socket of Object.values(this.#sockets)) socket?.terminate();
  }

  over(why) {
    this.tell({ type: 'over', why });
  }
}

function send(socket, frame) {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
}

/** What somebody else than the customer leaves to be seen. */
function narrow(view) {
  const withheld = Object.fromEntries(Object.keys(view).map((panel) => [panel, { state: 'withheld' }]));
  return { ...withheld, customer: view.customer, identity: view.identity, cards: view.cards };
}
