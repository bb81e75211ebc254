// Callers of the mock: what the centre and the bank would say of them. Behind masks, as in earnest; nobody real.
const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const ready = (value) => ({ state: 'ready', as_of: at(0), value });
const recent = (id, days, queue, reason, agent) => ({
  id, opened_at: at(days * 1440), closed_at: at(days * 1440 - 4), line: 'hotline-zh', language: 'zh', queue, agent, reason, verified: agent !== null, wait: 9, talk: agent === null ? null : 214,
  channel: days === 9 ? 'chat' : 'voice', callback: days === 47 ? 'kept' : null, outcome: agent === null ? 'abandoned' : 'answered', disposition: agent === null ? null : 'enquiry',
});

export const REASONS = [
  { code: 'break', texts: { zh: '小歇', ko: '휴게', en: 'Break' } },
  { code: 'meal', texts: { zh: '用餐', ko: '식사', en: 'Meal' } },
  { code: 'training', texts: { zh: '培训', ko: '교육', en: 'Training' } },
  { code: 'meeting', texts: { zh: '会议', ko: '회의', en: 'Meeting' } },
];

export const DISPOSITIONS = [
  ['enquiry', '咨询已答复', '문의 답변 완료', 'Enquiry answered'],
  ['limit_raised', '已调高额度', '한도 상향', 'Limit raised'],
  ['card_blocked', '已挂失卡片', '카드 분실 신고 접수', 'Card blocked'],
  ['card_released', '已解除冻结', '사용 정지 해제', 'Card released'],
  ['complaint', '投诉已受理', '불만 접수', 'Complaint taken'],
  ['fraud', '疑似诈骗，已止付', '사기 의심, 지급 정지', 'Suspected fraud, payment stopped'],
  ['transferred', '已转其他部门', '타 부서 이관', 'Passed to another department'],
  ['call_back', '约定回电', '회신 약속', 'Call-back agreed'],
  ['wrong_number', '打错电话', '잘못 걸린 전화', 'Wrong number'],
].map(([code, zh, ko, en]) => ({ code, texts: { zh, ko, en } }));

export const WORK = [
  ['C-4170', 7, 'cards', '138****6721', 'enquiry', true, 'customer_hung_up'],
  ['C-4163', 19, 'lost', '139****0412', 'card_blocked', true, 'agent_hung_up'],
  ['C-4155', 34, 'cards', '186****7730', 'limit_raised', false, 'customer_hung_up'],
  ['C-4151', 41, 'loans', null, null, false, 'customer_lost'],
  ['C-4140', 58, 'cards', '+82 10-***-9021', 'card_released', true, 'customer_hung_up'],
  ['C-4133', 71, 'cards', '137****2254', 'complaint', true, 'customer_hung_up'],
  ['C-4129', 80, 'lost', '158****1180', 'fraud', true, 'customer_hung_up'],
].map(([contact, ago, queue, caller, disposition, noted, reason]) => ({
  contact, opened: at(ago), closed: at(ago - 5), queue, line: 'hotline-zh', language: 'zh', caller, reason, talk_s: 250, disposition, noted,
}));

/** What a bank says beyond name, accounts and cards; the texts are in the customer's language. */
const dossier = ({ currency, account, card, person, shop, product, fund, city }) => {
  const amount = (minor) => ({ minor, currency });
  const on = { is: 'account', number: account };
  const onCard = { is: 'card', number: card };
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const booked = (n, days, where, kind, minor, balance, party) => ({ reference: `T-${n}`, at: at(days * 1440), on: where, kind, amount: amount(minor), balance: balance === null ? null : amount(balance), party });
  return {
    transactions: ready([
      booked(9, 1, onCard, 'purchase', -18_600, null, shop),
      booked(8, 2, on, 'transfer_out', -250_000, 28_451_137, person),
      booked(7, 4, on, 'withdrawal', -100_000, 28_701_137, null),
      booked(6, 9, on, 'salary', 1_850_000, 28_801_137, product),
      booked(5, 11, onCard, 'purchase', -99_900, null, shop),
    ]),
    bills: ready({
      bills: [
        { card, closed_on: day(-6), due_on: day(14), total: amount(218_500), minimum: amount(21_850), paid: amount(0), interest: amount(3_200), status: 'open' },
        { card, closed_on: day(-36), due_on: day(-16), total: amount(213_400), minimum: amount(21_340), paid: amount(0), interest: amount(0), status: 'missed' },
      ],
      adjustments: [],
    }),
    limits: ready([
      { on: onCard, kind: 'credit', amount: amount(10_000_000), used: amount(431_900), until: null },
      { on, kind: 'daily_transfer', amount: amount(5_000_000), used: null, until: null },
    ]),
    applications: ready([{ reference: 'A-204', product, state: 'waits_for_customer', since: day(-12), moved: day(-3) }]),
    reports: ready([]),
    production: ready([{ card, state: 'sent', moved: day(-2), arrives: day(3) }]),
    holdings: ready({
      loans: [{ number: '…0401', kind: 'mortgage', owed: amount(84_000_000), instalment: amount(520_000), due_on: day(8), overdue_days: 0 }],
      positions: [{ product: fund, kind: 'fund', value: amount(12_050_000), matures: null }],
    }),
    points: ready({ balance: 18_250, expiring: 1_200, expires_on: day(35) }),
    devices: ready([{ at: at(4 * 1440), device: 'ATM-0412', kind: 'withdrawal', on, amount: amount(100_000) }]),
    consents: ready([{ purpose: 'marketing', given: false, since: day(-400) }, { purpose: 'journeys', given: true, since: day(-90) }]),
    locks: ready([{ secret: 'login_password', wrong: 6, locked: true }, { secret: 'transaction_pin', wrong: 1, locked: false }, { secret: 'query_pin', wrong: 0, locked: false }]),
    journeys: ready([{ destination: city, by: 'air', leaves: day(3), returns: day(9) }]),
    preferences: ready({ language: null, way: 'message', address: 'doctor', quiet: [{ days: 'weekdays', from: '21:00', until: '09:00' }] }),
    life_events: ready([{ kind: 'birthday', on: null }, { kind: 'moved', on: day(-40) }]),
  };
};

const NOTHING_OPEN = { contacts: [], operations: [], promises: [] };

export const VIEWS = {
  zh: {
    customer: 'cst-20418',
    identity: ready({ name: '王**', family_name: '王', tier: 'private', language: 'zh', since: '2011-04-18', birthday_hidden: '1979-**-**', document: { kind: 'identity_card', number: '310…4412' } }),
    accounts: ready([
      { number: '6222 **** 8841', kind: 'current', currency: 'CNY', balance_minor: 28_451_137, status: 'active' },
      { number: '6222 **** 0027', kind: 'savings', currency: 'CNY', balance_minor: -1_382_050, status: 'frozen' },
      { number: '9558 **** 3310', kind: 'term_deposit', currency: 'CNY', balance_minor: 50_000_000, status: 'active' },
      { number: '8801 **** 1192', kind: 'savings', currency: 'USD', balance_minor: 1_204_000, status: 'active' },
    ]),
    cards: ready([
      { number: '622123******9021', kind: 'credit', product: '白金信用卡', status: 'active', limit_minor: 10_000_000, currency: 'CNY' },
      { number: '621700******4410', kind: 'credit', product: '借记卡', status: 'active', limit_minor: null, currency: null },
      { number: '622155******7705', kind: 'credit', product: '商旅联名卡', status: 'lost', limit_minor: 5_000_000, currency: 'CNY' },
    ]),
    ...dossier({ currency: 'CNY', account: '6222 **** 8841', card: '622123******9021', person: '李**', shop: '晨光超市', product: '远帆科技', fund: '均衡成长基金', city: '首尔' }),
    contacts: ready([recent('C-4021', 1, 'cards', 'customer_hung_up', 'A-3'), recent('C-3870', 9, 'cards', 'agent_hung_up', 'A-7'), recent('C-3512', 26, 'loans', 'abandoned', null), recent('C-3304', 47, 'lost', 'customer_hung_up', 'A-12')]),
    work: ready(NOTHING_OPEN),
  },
  ko: {
    customer: 'cst-31077',
    identity: ready({ name: '김**', family_name: '김', tier: 'platinum', language: 'ko', since: '2014-09-02', birthday_hidden: '1985-**-**', document: { kind: 'identity_card', number: '850…1' } }),
    accounts: ready([
      { number: '110-***-4821', kind: 'current', currency: 'KRW', balance_minor: 1_284_500, status: 'active' },
      { number: '110-***-0377', kind: 'term_deposit', currency: 'KRW', balance_minor: 30_000_000, status: 'active' },
    ]),
    cards: ready([{ number: '621234******9021', kind: 'credit', product: '플래티넘 트래블', status: 'active', limit_minor: 5_000_000, currency: 'KRW' }]),
    ...dossier({ currency: 'KRW', account: '110-***-4821', card: '621234******9021', person: '박**', shop: '한빛마트', product: '한마루기술', fund: '균형성장펀드', city: '제주' }),
    contacts: ready([recent('C-3999', 3, 'cards', 'customer_hung_up', 'A-3')]),
    work: ready(NOTHING_OPEN),
  },
  en: {
    customer: 'cst-51200',
    identity: ready({ name: 'Miller', family_name: 'Miller', tier: 'gold', language: 'en', since: '2019-01-30', birthday_hidden: '1990-**-**', document: { kind: 'passport', number: 'M…8' } }),
    accounts: ready([{ number: '4402 **** 1180', kind: 'current', currency: 'USD', balance_minor: 812_544, status: 'active' }]),
    cards: ready([{ number: '411122******0042', kind: 'credit', product: 'Gold Traveller', status: 'frozen', limit_minor: 800_000, currency: 'USD' }]),
    ...dossier({ currency: 'USD', account: '4402 **** 1180', card: '411122******0042', person: 'Baker', shop: 'Lantern Books', product: 'Farsail Systems', fund: 'Balanced Growth Fund', city: 'Lisbon' }),
    contacts: ready([]),
    work: ready(NOTHING_OPEN),
  },
};

const SCRIPTS = {
  zh: { title: '开场白', text: '您好，葵花银行信用卡中心，我姓李。请问有什么可以帮您？' },
  ko: { title: '인사말', text: '안녕하십니까, 헬리오트로프 카드센터 상담원 김입니다. 무엇을 도와드릴까요?' },
  en: { title: 'Greeting', text: 'Good morning, Heliotrope Bank card centre, my name is Li. How may I help you?' },
};
const CALLERS = { zh: '138****6721', ko: '+82 10-***-1234', en: '+44 7700 ***123' };

/** A contact that is offered now. `known`: the bank knows the number. */
export function caller(id, { language = 'zh', known = true, verified = false, late = false, failed = false, withheld = false, holders = 0 } = {}) {
  const now = new Date().toISOString();
  const view = known ? structuredClone(VIEWS[language]) : null;
  const whole = view && structuredClone(view);
  if (late) view.cards = { state: 'late', asked: now, overdue: false, stale: null };
  if (failed) view.accounts = { state: 'failed', at: now, why: 'unreachable', stale: null };
  const contact = {
    id, leg: 'L-35', queue: 'cards', line: `hotline-${language}`, language, opened: at(1), waited_s: 12.36,
    caller: withheld ? null : CALLERS[language], level: verified ? 'verified' : known ? 'matched' : 'unknown', known: { how: verified ? 'flow' : known ? 'number' : null, third_party: false, holders }, phase: 'offered', since: now,
    view, script: SCRIPTS[language], note: { version: 0, text: '' }, disposition: null, held: false, secure_entry: null, verification_call: null, parted_until: null, wrap_up_until: null,
  };
  return { contact, whole };
}
