//! What the bank says beyond name, accounts and cards, as rows of a table: one way for all panels, so that an
//! agent's eye finds the same things at the same places.

import '../language/dossier';
import type { Format } from '../language/format';
import type { Key, Values } from '../language/catalogue';
import type { Amount, CustomerView, Panel, PanelName, Stale } from './protocol';

/** The panels that share one place on the desk, in their order. */
export const TABS = ['transactions', 'bills', 'limits', 'applications', 'reports', 'production', 'holdings', 'points', 'devices', 'locks', 'consents', 'contacts', 'preferences', 'life_events'] as const satisfies readonly PanelName[];
export type Tab = (typeof TABS)[number];

export interface Cell {
  text: string;
  /** Figures stand in line, amounts to the right. */
  is?: 'number' | 'amount';
  /** What is not as usual stands out. */
  unusual?: boolean;
  /** The exact moment of one that is told roughly. */
  title?: string;
}
export interface Table {
  head: readonly Key[];
  rows: readonly (readonly Cell[])[];
}
type Value<Name extends PanelName> = Extract<CustomerView[Name], { state: 'ready' }>['value'];

/** The page's language, told by whoever asks. */
export interface Says {
  format: Format;
  t: (key: Key, values?: Values) => string;
  word: (family: string, name: string) => string;
}

/** What a panel has to show: what came, or the last good answer while it is late or after it failed. */
export function last<T>(panel: Panel<T>): Stale<T> | null {
  return panel.state === 'ready' ? panel : panel.state === 'withheld' ? null : panel.stale;
}

const plain = (text: string): Cell => ({ text });
const number = (text: string): Cell => ({ text, is: 'number' });
const unless = (usual: boolean, text: string): Cell => (usual ? { text } : { text, unusual: true });

/** Every panel that is told as a table; recent contacts have links and are told elsewhere. */
export type Told = Exclude<Tab, 'contacts'>;

/** The rows of a panel. */
export function table<Name extends Told>(name: Name, value: Value<Name>, says: Says): Table {
  return TELLERS[name](value, says);
}

const money = (amount: Amount | null, { format, t }: Says): Cell => ({ text: amount === null ? t('none') : format.money(amount.minor, amount.currency), is: 'amount' });
const day = (date: string | null, { format, t }: Says): Cell => number(date === null ? t('none') : format.date(date));
const moment = (at: string, { format }: Says): Cell => ({ text: format.near(at), is: 'number', title: format.moment(at) });

const TELLERS: { [Name in Told]: (value: Value<Name>, says: Says) => Table } = {
  transactions: (all, says) => ({
    head: ['dossier.column.when', 'dossier.column.what', 'dossier.column.with', 'dossier.column.amount', 'dossier.column.after', 'dossier.column.on'],
    rows: all.map((one) => [moment(one.at, says), plain(says.word('booked', one.kind)), plain(one.party ?? ''), money(one.amount, says), money(one.balance, says), number(one.on.number)]),
  }),
  bills: ({ bills, adjustments }, says) => ({
    head: ['dossier.column.due', 'dossier.column.on', 'dossier.column.amount', 'dossier.column.paid', 'dossier.column.interest', 'dossier.column.state'],
    rows: [
      ...bills.map((bill) => [day(bill.due_on, says), number(bill.card), money(bill.total, says), money(bill.paid, says), money(bill.interest, says), unless(bill.status === 'paid' || bill.status === 'open', says.word('bill', bill.status))]),
      ...adjustments.map((one) => [day(one.on, says), number(one.card), money(one.amount, says), plain(''), plain(''), plain(says.word('adjusted', one.kind))]),
    ],
  }),
  limits: (all, says) => ({
    head: ['dossier.column.what', 'dossier.column.on', 'dossier.column.amount', 'dossier.column.used', 'dossier.column.until'],
    rows: all.map((limit) => [unless(limit.kind !== 'temporary_credit', says.word('limit', limit.kind)), number(limit.on.number), money(limit.amount, says), money(limit.used, says), day(limit.until, says)]),
  }),
  applications: (all, says) => ({
    head: ['dossier.column.when', 'dossier.column.what', 'dossier.column.state', 'dossier.column.reference'],
    rows: all.map((one) => [day(one.moved, says), plain(one.product), unless(one.state !== 'waits_for_customer', says.word('application', one.state)), number(one.reference)]),
  }),
  reports: (all, says) => ({
    head: ['dossier.column.when', 'dossier.column.what', 'dossier.column.on', 'dossier.column.by', 'dossier.column.state', 'dossier.column.reference'],
    rows: all.map((one) => [moment(one.at, says), unless(one.state === 'lifted', says.word('report', one.kind)), number(one.on.number), plain(says.word('reporter', one.by)), plain(says.word('report.state', one.state)), number(one.reference)]),
  }),
  production: (all, says) => ({
    head: ['dossier.column.when', 'dossier.column.on', 'dossier.column.state', 'dossier.column.until'],
    rows: all.map((one) => [day(one.moved, says), number(one.card), unless(one.state !== 'returned', says.word('production', one.state)), day(one.arrives, says)]),
  }),
  holdings: ({ loans, positions }, says) => ({
    head: ['dossier.column.what', 'dossier.column.amount', 'dossier.column.due', 'dossier.column.state'],
    rows: [
      ...loans.map((loan) => [plain(`${says.word('loan', loan.kind)} ${loan.number}`), money(loan.owed, says), day(loan.due_on, says), unless(loan.overdue_days === 0, loan.overdue_days === 0 ? says.format.money(loan.instalment.minor, loan.instalment.currency) : says.t('dossier.overdue', { days: loan.overdue_days }))]),
      ...positions.map((one) => [plain(one.product), money(one.value, says), day(one.matures, says), plain(says.word('position', one.kind))]),
    ],
  }),
  points: (points, says) => ({
    head: ['dossier.column.points', 'dossier.column.expiring', 'dossier.column.until'],
    rows: [[number(says.format.number(points.balance)), number(says.format.number(points.expiring)), day(points.expires_on, says)]],
  }),
  devices: (all, says) => ({
    head: ['dossier.column.when', 'dossier.column.what', 'dossier.column.amount', 'dossier.column.machine', 'dossier.column.on'],
    rows: all.map((one) => [moment(one.at, says), unless(one.kind === 'withdrawal' || one.kind === 'deposit', says.word('device', one.kind)), money(one.amount, says), number(one.device), number(one.on.number)]),
  }),
  locks: (all, says) => ({
    head: ['dossier.column.what', 'dossier.column.wrong', 'dossier.column.state'],
    rows: all.map((one) => [plain(says.word('secret', one.secret)), number(says.format.number(one.wrong)), unless(!one.locked, says.t(one.locked ? 'dossier.locked' : 'dossier.unlocked'))]),
  }),
  consents: (all, says) => ({
    head: ['dossier.column.what', 'dossier.column.state', 'dossier.column.when'],
    rows: all.map((one) => [plain(says.word('purpose', one.purpose)), plain(says.t(one.given ? 'dossier.yes' : 'dossier.no')), day(one.since, says)]),
  }),
  preferences: (told, says) => ({
    head: ['dossier.column.what', 'dossier.column.wish'],
    rows: wishes(told, says).map(({ what, wish }) => [plain(says.t(what)), plain(wish)]),
  }),
  life_events: (all, says) => ({
    head: ['dossier.column.what', 'dossier.column.when'],
    rows: all.map((one) => [plain(says.word('life', one.kind)), one.on === null ? plain(says.t('dossier.near')) : day(one.on, says)]),
  }),
};

/** How a customer wishes to be served, as far as that was ever said. */
export function wishes({ address, language, way, quiet }: Value<'preferences'>, says: Says): { what: Key; wish: string }[] {
  const told: { what: Key; wish: string }[] = [];
  if (address !== null) told.push({ what: 'dossier.address', wish: says.word('address', address) });
  if (language !== null) told.push({ what: 'dossier.speak', wish: says.format.language(language) });
  if (way !== null) told.push({ what: 'dossier.way', wish: says.word('way', way) });
  for (const { days, from, until } of quiet) told.push({ what: 'dossier.quiet', wish: says.t(from === until ? 'dossier.quiet.day' : 'dossier.quiet.hours', { days: says.word('days', days), from, until }) });
  return told;
}

/** What a tab says of its panel before it is opened: how many, or that something is not as usual. */
export function sign(view: CustomerView, tab: Tab, says: Says): { count: number | null; unusual: boolean } {
  const panel = view[tab];
  if (panel.state !== 'ready') return { count: null, unusual: false };
  if (tab === 'contacts') return { count: (panel.value as Value<'contacts'>).length, unusual: false };
  if (tab === 'points' || tab === 'consents' || tab === 'preferences') return { count: null, unusual: false };
  const { rows } = table(tab, panel.value as never, says);
  return { count: rows.length, unusual: tab !== 'limits' && rows.some((row) => row.some((cell) => cell.unusual === true)) };
}
