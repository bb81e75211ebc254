import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, type Asked, type Beat, type Contact, type Told } from './protocol';
import { awayBy, disposed, stage, take, wantsOutcome, WORK, type Desk } from './state';

/** The sample that the centre's own tests read as well. */
const FRAMES: { client: Record<string, unknown>[]; server: Record<string, unknown>[] } = JSON.parse(
  readFileSync(new URL('../../../crates/api/src/desk/frames.json', import.meta.url), 'utf8'),
);
const NOW = Date.parse('2026-11-26T02:14:00.000Z');

const kinds = (frames: Record<string, unknown>[]): string[] => [...new Set(frames.map((frame) => String(frame.type)))].toSorted();
const told = <Type extends Told['type']>(type: Type, place = 0): Extract<Told, { type: Type }> =>
  FRAMES.server.filter((frame) => frame.type === type)[place] as Extract<Told, { type: Type }>;

/** A desk after these frames. */
function after(...frames: Told[]): Desk {
  const desk = frames.reduce<Desk | null>((before, frame) => take(before, frame, NOW), null);
  if (desk === null) throw new Error('nobody was welcomed');
  return desk;
}

/** What must be in a frame for this page to show it, by an example that compiles. */
const ASKED: Record<Asked['type'] | 'beat', Asked | Beat> = {
  hello: { type: 'hello', language: 'ko', window: 'desk' },
  beat: { type: 'beat', n: 17, visible: true },
  phone_offer: { type: 'phone_offer', sdp: 'v=0\r\n' },
  phone_test: { type: 'phone_test', on: true },
  ready: { type: 'ready' },
  not_ready: { type: 'not_ready', reason: 'meal' },
  answer: { type: 'answer', contact: 'C-17' },
  refuse: { type: 'refuse', contact: 'C-17' },
  hang_up: { type: 'hang_up', contact: 'C-17' },
  hold: { type: 'hold', contact: 'C-17' },
  retrieve: { type: 'retrieve', contact: 'C-17' },
  secure_entry: { type: 'secure_entry', contact: 'C-17', what: 'one_time_code' },
  stop_secure_entry: { type: 'stop_secure_entry', contact: 'C-17' },
  call_registered: { type: 'call_registered', contact: 'C-17' },
  identify: { type: 'identify', contact: 'C-17', customer: 'cst-7f3a9c0d52' },
  undo_identify: { type: 'undo_identify', contact: 'C-17' },
  third_party: { type: 'third_party', contact: 'C-17', is: true },
  transfer: { type: 'transfer', contact: 'C-17', queue: 'lost' },
  view_again: { type: 'view_again', contact: 'C-17', panel: 'cards' },
  wrap_up_done: { type: 'wrap_up_done', contact: 'C-17' },
  wrap_up_more: { type: 'wrap_up_more', contact: 'C-17' },
  disposition: { type: 'disposition', contact: 'C-17', code: 'enquiry' },
  accept: { type: 'accept', contact: 'C-18' },
  decline: { type: 'decline', contact: 'C-18' },
  end_chat: { type: 'end_chat', contact: 'C-18' },
  say: { type: 'say', contact: 'C-18', sent: 1, text: 'good day, what can I do for you?' },
  note: { type: 'note', contact: 'C-17', version: 3, text: 'asks for the limit to be raised before a journey' },
};

test('the page asks exactly what the centre reads', () => {
  expect(kinds(FRAMES.client)).toEqual(Object.keys(ASKED).toSorted());
  for (const [type, example] of Object.entries(ASKED)) {
    const samples = FRAMES.client.filter((frame) => frame.type === type).map(({ id: _, ...asked }) => asked);
    expect(samples, type).toContainEqual(example);
  }
});

test('the page reads everything the centre tells, and nothing else', () => {
  for (const frame of FRAMES.server) expect(read(JSON.stringify(frame)), String(frame.type)).toEqual(frame);
  for (const text of ['', 'null', '17', '{}', '{"type":"toString"}', '{"type":"weather"}']) expect(read(text), text).toBeNull();
});

test('what is told has the fields that the page shows', () => {
  const contact: Record<keyof Contact, unknown> = told('ring').contact as never;
  expect(Object.keys(contact).toSorted()).toEqual(
    [
      'callback', 'caller', 'dialling', 'disposition', 'held', 'id', 'known', 'language', 'leg', 'level', 'line', 'note', 'opened', 'parted_until', 'phase', 'queue',
      'script', 'secure_entry', 'since', 'verification_call', 'view', 'waited_s', 'wrap_up_until',
    ],
  );
  expect(Object.keys(told('welcome')).toSorted()).toEqual(
    ['agent', 'at', 'away', 'chats', 'contact', 'dispositions', 'not_ready', 'queues', 'reasons', 'settings', 'since', 'state', 'type', 'window', 'work'],
  );
  expect(Object.keys(told('welcome').chats[0] ?? {}).toSorted()).toEqual(
    ['accept_until', 'disposition', 'id', 'known', 'language', 'level', 'line', 'opened', 'phase', 'queue', 'since', 'view', 'waited_s', 'wrap_up_until'],
  );
  expect(Object.keys(told('chat_said').messages[0] ?? {}).toSorted()).toEqual(['at', 'from', 'number', 'text']);
  expect(Object.keys(told('welcome').settings).toSorted()).toEqual(['beat_s', 'frozen_after_s', 'note_bytes', 'parted_s', 'wrap_up_more_s']);
  expect(Object.keys(told('welcome').work[0] ?? {}).toSorted()).toEqual(
    ['caller', 'closed', 'contact', 'disposition', 'language', 'line', 'noted', 'opened', 'queue', 'reason', 'talk_s'],
  );
});

test('a view has the fields that its panels show', () => {
  const fields = (value: unknown): string[] => Object.keys(value as object).toSorted();
  const { view } = told('ring').contact;
  if (view?.identity.state !== 'ready' || view.accounts.state !== 'ready') throw new Error('the sample lacks a panel');
  expect(fields(view)).toEqual(['accounts', 'cards', 'contacts', 'customer', 'identity']);
  expect(fields(view.identity.value)).toEqual(['birthday_hidden', 'document', 'family_name', 'language', 'name', 'since', 'tier']);
  expect(fields(view.identity.value.document)).toEqual(['kind', 'number']);
  expect(fields(view.accounts.value[0])).toEqual(['balance_minor', 'currency', 'kind', 'number', 'status']);
  expect(fields(view.cards)).toEqual(['asked', 'overdue', 'stale', 'state']);
  expect(fields(view.contacts)).toEqual(['at', 'stale', 'state', 'why']);
  const late = (place: number): unknown => (told('view', place).value as { value?: readonly unknown[] }).value?.[0];
  expect(fields(late(0))).toEqual(['currency', 'kind', 'limit_minor', 'number', 'product', 'status']);
  expect(fields(late(1))).toEqual(['agent', 'closed_at', 'id', 'language', 'line', 'opened_at', 'queue', 'reason', 'talk', 'verified', 'wait']);
});

test('nothing is shown before the welcome, and a frame about another contact changes nothing', () => {
  for (const frame of FRAMES.server as unknown as Told[]) {
    if (frame.type !== 'welcome') expect(take(null, frame, NOW), frame.type).toBeNull();
  }
  const desk = after(told('welcome', 1), told('ring'));
  for (const frame of FRAMES.server as unknown as Told[]) {
    if (!('contact' in frame) || typeof frame.contact !== 'string') continue;
    expect(take(desk, { ...frame, contact: 'C-99' } as Told, NOW), frame.type).toBe(desk);
  }
});

test('a call from ring to the list of work', () => {
  const id = 'C-17';
  let desk = after(told('welcome', 1), told('ring'));
  const then = (frame: Told): Desk => (desk = take(desk, frame, NOW) ?? desk);
  expect(desk.contact?.phase).toBe('offered');
  expect(desk.contact?.level).toBe('matched');
  expect(desk.talkedFrom).toBeNull();
  expect(then(told('connected')).contact?.phase).toBe('talking');
  expect(desk.contact?.view?.cards.state).toBe('late');
  expect(then(told('view')).contact?.view?.cards.state).toBe('ready');
  expect(desk.contact?.view?.accounts.state).toBe('ready');
  expect(then(told('level')).contact?.level).toBe('identified');
  expect(desk.contact?.known).toEqual({ how: 'agent', third_party: false, holders: 2 });
  expect(then(told('held')).contact?.held).toBe(true);
  expect(then(told('parted')).contact?.parted_until).not.toBeNull();
  expect(then(told('returned')).contact?.parted_until).toBeNull();
  expect(then(told('retrieved')).contact?.held).toBe(false);
  expect(then(told('disposition')).contact?.disposition).toBe('enquiry');
  expect(then(told('note_kept')).contact?.note.version).toBe(4);
  expect(then(told('ended')).contact?.phase).toBe('wrap_up');
  expect(then(told('wrap_up')).contact?.wrap_up_until).toBe(told('wrap_up').until);
  expect(then(told('closed')).contact).toBeNull();
  expect(desk.work[0]).toMatchObject({ contact: id, reason: 'customer_hung_up', disposition: 'enquiry', noted: true });
  for (let more = 0; more < 2 * WORK; more += 1) {
    then({ ...told('ring'), contact: { ...told('ring').contact, id: `C-${more + 100}` } });
    then({ type: 'closed', contact: `C-${more + 100}` });
  }
  expect(desk.work.length).toBe(WORK);
});

test('whom nobody knows any more has no view', () => {
  const level = told('level');
  const desk = after(told('welcome', 1), told('ring'), told('connected'), level);
  expect(desk.contact?.view).not.toBeNull();
  const undone = take(desk, { ...level, level: 'unknown', known: { ...level.known, how: null } }, NOW);
  expect([undone?.contact?.level, undone?.contact?.view]).toEqual(['unknown', null]);
});

test('a panel is shown as the centre told it last, and by another window as well', () => {
  const cards = told('view');
  if (cards.panel !== 'cards' || cards.value.state !== 'ready') throw new Error('the sample lacks a panel');
  const { contact, value } = cards;
  const { as_of } = value;
  const late = { type: 'view', contact, panel: 'cards', value: { state: 'late', asked: as_of, overdue: true, stale: { as_of, value: value.value } } } as const;
  const desk = after(told('welcome', 1), told('ring'), cards, late);
  expect(desk.contact?.view?.cards).toEqual(late.value);
  expect(take(desk, cards, NOW)?.contact?.view?.cards).toEqual(value);
});

test('a ring that ends says why, and only a ring can end so', () => {
  const ringing = after(told('welcome', 1), told('ring'), told('ring_ended'));
  expect(ringing.contact).toBeNull();
  expect(ringing.missed).toEqual({ contact: 'C-17', why: 'caller_left' });
  const called = after(told('welcome', 1), told('ring'), told('dialling'));
  expect([called.contact?.phase, called.contact?.dialling]).toEqual(['offered', true]);
  const had = after(told('welcome', 1), told('ring'), told('dialling'), told('connected'));
  expect([had.contact?.phase, had.contact?.dialling]).toEqual(['talking', false]);
  const talking = after(told('welcome', 1), told('ring'), told('connected'), told('ring_ended'));
  expect(talking.contact?.phase).toBe('talking');
  expect(take(ringing, told('ring'), NOW)?.missed).toBeNull();
});

test('a page that comes back has the call, and knows what it knew', () => {
  const back = after(told('welcome', 1), told('ring'), told('connected'), told('welcome', 0));
  expect(back.contact?.held).toBe(true);
  expect(back.talkedFrom).toBe(told('connected').at);
  expect(after(told('welcome')).talkedFrom).toBe(told('welcome').contact?.since);
  expect(take(null, told('welcome'), NOW - 5_000)?.ahead).toBe(5_000);
});

test('the outcome is asked for once, in the wrap-up that has none', () => {
  const welcome = { ...told('welcome', 1), dispositions: told('welcome').dispositions };
  const ringing = after(welcome, told('ring'));
  const talking = after(welcome, told('ring'), told('connected'));
  const over = after(welcome, told('ring'), told('connected'), told('ended'));
  const said = after(welcome, told('ring'), told('connected'), told('ended'), told('disposition'));
  const answered = disposed(over, 'C-17', 'complaint');
  const other = disposed(over, 'C-16', 'complaint');
  expect([ringing, talking, over, said, answered, other].map((desk) => wantsOutcome(desk, null))).toEqual([false, false, true, false, false, true]);
  expect(wantsOutcome(over, 'C-17')).toBe(false);
  expect(wantsOutcome(over, 'C-16')).toBe(true);
  expect(wantsOutcome({ ...over, dispositions: [] }, null)).toBe(false);
});

test('a page that ran all the while was not frozen: its connection was lost', () => {
  const away = (reason: string): Desk => ({ ...after(told('welcome')), away: { reason, since: '2026-11-26T02:00:00.000Z' } });
  expect(awayBy(away('page_frozen'), true).away).toEqual({ reason: 'page_cut', since: '2026-11-26T02:00:00.000Z' });
  expect(awayBy(away('page_frozen'), false).away?.reason).toBe('page_frozen');
  expect(awayBy(away('page_lost'), true).away?.reason).toBe('page_lost');
  expect(awayBy({ ...away('page_lost'), away: null }, true).away).toBeNull();
});

test('a connection that was lost in a call is named so until another reason comes', () => {
  const lost = { reason: 'page_frozen', since: '2026-11-26T02:00:00.000Z' };
  const talking = { ...told('welcome'), state: 'talking', not_ready: 'page_frozen', away: lost } as Told;
  const state = (doing: Desk['doing'], not_ready: string | null): Told => ({ type: 'state', state: doing, since: '2026-11-26T02:01:00.000Z', not_ready, why: null });
  const back = awayBy(after(talking), true);
  expect(back.notReady).toBe('page_cut');
  let desk = back;
  for (const doing of ['wrap_up', 'not_ready'] as const) {
    desk = take(desk, state(doing, 'page_frozen'), NOW) ?? desk;
    expect([desk.notReady, desk.away], doing).toEqual(['page_cut', { ...lost, reason: 'page_cut' }]);
  }
  expect(take(desk, state('ready', null), NOW)).toMatchObject({ notReady: null, away: null });
  expect(take(desk, state('not_ready', 'supervisor'), NOW)).toMatchObject({ notReady: 'supervisor', away: null });
  expect(awayBy(after(talking), false).notReady).toBe('page_frozen');
});

test('how a call stands is never more than it is', () => {
  const { contact } = told('ring');
  const until = '2026-11-26T02:00:00.000Z';
  expect(stage(contact)).toBe('offered');
  expect(stage({ ...contact, held: true, parted_until: until })).toBe('offered');
  expect(stage({ ...contact, dialling: true })).toBe('dialling');
  expect(stage({ ...contact, phase: 'talking', dialling: true })).toBe('talking');
  expect(stage({ ...contact, phase: 'talking' })).toBe('talking');
  expect(stage({ ...contact, phase: 'talking', held: true })).toBe('held');
  expect(stage({ ...contact, phase: 'talking', held: true, parted_until: until })).toBe('parted');
  expect(stage({ ...contact, phase: 'wrap_up', held: true })).toBe('wrap_up');
});

test('a call to the registered number is no talk until somebody answers', () => {
  const at = '2026-11-26T02:15:00.000Z';
  const call = (stage: 'begun' | 'dialled' | 'answered' | 'failed', why: 'customer_engaged' | null = null): Told => ({ type: 'verification_call', contact: 'C-17', at, call: { stage, why } });
  let desk = after(told('welcome', 1), told('ring'), told('connected'), told('held'));
  const standsAfter = (frame: Told): string | null => {
    desk = take(desk, frame, NOW) ?? desk;
    return desk.contact && stage(desk.contact);
  };
  expect(standsAfter(call('begun'))).toBe('verifying');
  expect(standsAfter(call('dialled'))).toBe('verifying');
  expect(standsAfter(call('failed', 'customer_engaged'))).toBe('alone');
  expect(desk.contact?.level).toBe('matched');
  expect(standsAfter(call('dialled'))).toBe('verifying');
  expect(standsAfter(call('answered'))).toBe('talking');
  expect(desk.contact?.verification_call).toBeNull();
  expect(standsAfter(call('begun'))).toBe('verifying');
  expect(standsAfter(told('ended'))).toBe('wrap_up');
  expect(desk.contact?.verification_call).toBeNull();
});
