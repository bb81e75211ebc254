import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, isKey, LANGUAGES, say } from './catalogue';

const SOURCES = new URL('../', import.meta.url);
/** Every file of texts; what one of them does not learn is missed by the tests below. */
const FILES = Object.entries(import.meta.glob<Record<string, object>>(['./*.ts', '!./*.test.ts', '!./*.svelte.ts'], { eager: true }));
const ROWS = Object.entries(catalogue());

const slots = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name ?? '').toSorted();

/** The words of each enumeration of the API, from its document. */
const SCHEMAS: Record<string, { enum?: string[]; oneOf?: Variant[] }> = JSON.parse(
  readFileSync(new URL('../../crates/api/openapi.json', SOURCES), 'utf8'),
).components.schemas;
type Variant = { properties: Record<string, { enum?: string[] }> };

test('every text is there in every language and takes the same values', () => {
  for (const [key, row] of ROWS) {
    expect(row.length, key).toBe(LANGUAGES.length);
    for (const text of row) {
      expect(text.trim(), key).not.toBe('');
      expect(slots(text), `${key}: ${text}`).toEqual(slots(row[2]));
    }
  }
});

test('every text is in its own language', () => {
  const hangul = /[가-힣]/;
  const han = /\p{Script=Han}/u;
  // Numbers, signs and names alone belong to no language.
  const bare = (text: string): boolean => !/\p{L}/u.test(text.replaceAll(/{{\w+}}/g, ''));
  for (const [key, [chinese, korean, english]] of ROWS) {
    expect(bare(chinese) || han.test(chinese), `${key}: ${chinese}`).toBe(true);
    expect(hangul.test(chinese), `${key}: ${chinese}`).toBe(false);
    expect(bare(korean) || hangul.test(korean), `${key}: ${korean}`).toBe(true);
    expect(hangul.test(english) || han.test(english), `${key}: ${english}`).toBe(false);
    expect(/[,;?!]/.test(chinese), `half-width signs in ${key}: ${chinese}`).toBe(false);
  }
});

test('no name is given twice, and a text stands in for itself where nothing is filled in', () => {
  const names = FILES.flatMap(([, file]) => Object.entries(file).filter(([name]) => /^[A-Z]+$/.test(name) && name !== 'LANGUAGES'));
  const keys = names.flatMap(([, rows]) => Object.keys(rows));
  expect(new Set(keys).size).toBe(keys.length);
  expect(say('en', 'figure.of', { part: 1, whole: '{{part}}' })).toBe('1 of {{part}}');
  expect(say('ko', 'figure.of', { part: 1 })).toBe('1 / {{whole}}');
});

/** Texts named by a word of the API or of the page are asked for by their family. */
const FAMILIES = [
  'session', 'problem', 'live', 'theme', 'page', 'role',
  'doing', 'reason', 'phase', 'end',
  'journal.why', 'journal.secret', 'journal.secret.over', 'journal.cause', 'journal.chosen.by', 'journal.leg', 'journal.recording', 'journal.act',
  'journal.rest', 'journal.callback', 'journal.caller_told', 'journal.verification_call', 'journal.outcome', 'queue.kept.state',
  'recording', 'recording.none', 'recording.running', 'recording.sealing', 'recording.failed', 'recording.erased', 'marker', 'segment', 'odd', 'prompt',
  'desk.phase', 'desk.secret.what', 'desk.secret.stage', 'desk.standing', 'desk.missed', 'desk.ended', 'desk.because', 'desk.level', 'desk.known', 'finder.by', 'finder.problem', 'desk.state', 'desk.note', 'desk.idle', 'desk.panel.why', 'desk.problem', 'desk.problem.transfer', 'desk.problem.call_registered', 'desk.problem.accept', 'desk.problem.decline', 'desk.problem.end_chat', 'desk.problem.say',
  'operation', 'operations.group', 'order', 'declined', 'because', 'refusal', 'conditional', 'secret', 'level', 'dossier', 'dossier.tab', 'booked', 'bill', 'adjusted', 'limit', 'application', 'report', 'report.state', 'reporter', 'production', 'device', 'purpose', 'loan', 'position', 'address', 'way', 'days', 'life', 'promise.state', 'promise.why',
  'tier', 'channel', 'accountKind', 'standing', 'document',
  'phone', 'phone.quality', 'start.as', 'chat.phase', 'chat.from',
  'control.waiting', 'approvalState', 'indicator', 'among', 'measure', 'figures.view', 'figures.by', 'figures.standing', 'figures.each', 'figures.head', 'figures.channel', 'contacts.without', 'start.sees',
  'authority.file', 'authority.decision', 'journal.promise', 'plan.file', 'planPart', 'planChange', 'outlook', 'outlook.callback', 'why.order',
  'personalField', 'purpose', 'consentTopic', 'consentMeans', 'kept',
];

test('every text is used, and every text that is used is there', () => {
  const names = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const used = names
    .filter((name) => /\.(svelte|ts)$/.test(name) && !/^language\/|\.test\.ts$|generated/.test(name))
    .map((name) => readFileSync(new URL(name, SOURCES), 'utf8'))
    .join('\n');
  for (const [, key] of used.matchAll(/\bt\('([^']+)'/g)) expect(isKey(key ?? ''), key).toBe(true);
  // What an indicator counts stands beside its name.
  const counts = (key: string): boolean => /^indicator\.\w+\.of$/.test(key);
  const byFamily = (key: string): boolean => FAMILIES.includes(key.replace(/\.hint$/, '').split('.').slice(0, -1).join('.'));
  for (const [key] of ROWS) expect(used.includes(`'${key}'`) || byFamily(key) || counts(key), `${key} is not used`).toBe(true);
});

test('every word of the API has a text', () => {
  const enumerations = { doing: 'Doing', reason: 'NotReady', end: 'EndReason', 'journal.cause': 'OfferFailure', 'journal.leg': 'LegEnding', 'journal.why': 'NotVerified', 'journal.secret': 'SecretKind', 'journal.secret.over': 'SecureOutcome', 'journal.recording': 'RecordingOutcome', 'journal.chosen.by': 'WhyBy', 'journal.rest': 'Rest', 'journal.callback': 'CallbackFailure', 'journal.outcome': 'CallbackOutcome', 'queue.kept.state': 'CallbackState',
    'desk.panel.why': 'PanelFailure', operation: 'OperationKind', because: 'OperationReason', secret: 'LockedSecret', order: 'OrderState', level: 'CallerLevel', booked: 'TransactionKind', bill: 'BillStatus', adjusted: 'AdjustmentKind', limit: 'LimitKind', application: 'ApplicationState', report: 'ReportKind', 'report.state': 'ReportState', reporter: 'Reporter', production: 'ProductionState', device: 'DeviceEventKind', purpose: 'Purpose', loan: 'LoanKind', position: 'PositionKind', address: 'FormOfAddress', way: 'PreferredWay', days: 'QuietDays', life: 'LifeEventKind', 'promise.state': 'PromiseState', 'promise.why': 'PromiseReason', 'plan.file': 'FileState', 'outlook.callback': 'CallbackTrial', 'why.order': 'ServiceOrder' };
  for (const [family, schema] of Object.entries(enumerations)) {
    const words = SCHEMAS[schema]?.enum ?? [];
    expect(words.length, schema).toBeGreaterThan(0);
    for (const word of words) expect(isKey(`${family}.${word}`), `${family}.${word}`).toBe(true);
  }
  const kinds = (SCHEMAS.EntryFields?.oneOf ?? []).flatMap((variant) => variant.properties.kind?.enum ?? []);
  expect(kinds.length).toBeGreaterThan(20);
  for (const kind of kinds) expect(isKey(`journal.${kind}`), kind).toBe(true);
  const acts = (SCHEMAS.Act?.oneOf ?? []).flatMap((variant) => variant.properties.do?.enum ?? []);
  expect(acts.length).toBeGreaterThan(3);
  for (const act of acts) expect(isKey(`journal.act.${act}`), act).toBe(true);
});
