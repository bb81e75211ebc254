//! Every text of the page, in every language of the page: 简体中文, 한국어, English.
//! `{{name}}` is filled in; a test finds gaps between the languages.
//!
//! What every visit shows stands here. The texts of pages that load later stand in files beside this one, are
//! learnt when such a page imports its file (`import '../language/contacts'`), and lend only their names here.

import type { CHARTS } from './charts';
import type { CHAT } from './chat';
import type { CONTACTS } from './contacts';
import type { ANNOUNCEMENT } from './announcement';
import type { AUTHORITY } from './authority';
import type { CONTROL } from './control';
import type { DATES } from './dates';
import type { DESK } from './desk';
import type { PROMISES } from './promises';
import type { DOSSIER } from './dossier';
import type { FINDER } from './finder';
import type { FIGURES } from './figures';
import type { INDICATORS } from './indicators';
import type { JOURNAL } from './journal';
import type { OPERATIONS } from './operations';
import type { PAGES } from './pages';
import type { PHONE } from './phone';
import type { PLAN } from './plan';
import type { PRIVACY } from './privacy';
import type { PROMPTS } from './prompts';
import type { RECORDING } from './recording';
import type { ACCESS } from './access';
import type { SESSION } from './session';
import type { START } from './start';
import type { TIERS } from './tiers';
import type { WATCH } from './watch';
import type { WHY } from './why';

export const LANGUAGES = ['zh-CN', 'ko', 'en'] as const;
export type LanguageTag = (typeof LANGUAGES)[number];

/** One text, in the order of LANGUAGES. */
export type Row = readonly [chinese: string, korean: string, english: string];

const PAGE = {
  'page.wallboard': ['监控大屏', '현황판', 'Wallboard'],
  'page.contacts': ['联络记录', '상담 이력', 'Contacts'],
  'page.contact': ['联络 {{id}}', '상담 {{id}}', 'Contact {{id}}'],
  'page.desk': ['工作台', '상담 화면', 'Desk'],
  'page.phone': ['电话', '전화', 'Telephone'],
  'page.figures': ['报表', '통계', 'Figures'],
  'page.queue': ['{{name}} 队列', '{{name}} 큐', 'Queue {{name}}'],
  'page.agent': ['坐席 {{id}}', '상담원 {{id}}', 'Agent {{id}}'],
  'page.security': ['账号安全', '계정 보안', 'Your account'],
  'page.accounts': ['账号管理', '계정 관리', 'Accounts'],
  'page.privacy': ['个人信息保护', '개인정보 보호', 'Privacy'],
  'page.plan': ['路由方案', '운영 계획', 'Plan'],
  'page.authority': ['权限规则', '권한 규칙', 'Authority'],
  'page.missing': ['没有这个页面', '없는 페이지입니다', 'There is no such page'],
  'page.missing.hint': ['请从上方选择页面。', '위에서 페이지를 선택하십시오.', 'Choose a page above.'],
  'nav.pages': ['页面', '페이지', 'Pages'],
  'nav.skip': ['跳到内容', '본문으로 이동', 'Skip to content'],
  'nav.account': ['语言、外观与账号', '언어, 화면, 계정', 'Language, appearance, account'],
  'clock.bank': ['银行时间', '은행 시각', 'bank time'],
  'clock.hint': ['页面上的日期和时间均为银行所在时区', '화면의 날짜와 시각은 은행 시간대를 따릅니다', 'Dates and times on these pages are the bank’s own'],
  'nav.onLine': ['您正在通话；退出后客户会回到队列最前面，由其他坐席接听。', '통화 중입니다. 로그아웃하면 고객은 대기열 맨 앞으로 돌아가 다른 상담원이 받습니다.', 'You are on a call. Signing out sends the customer back to the front of the queue, to another agent.'],
  'nav.unsaved': ['还有 {{count}} 条备注未保存；退出后会从此浏览器删除。', '저장되지 않은 메모가 {{count}}건 있습니다. 로그아웃하면 이 브라우저에서 지워집니다.', 'Notes not saved: {{count}}. Signing out deletes them from this browser.'],
  'nav.unsaved.leave': ['仍要退出', '그래도 로그아웃', 'Sign out all the same'],
  'nav.unsaved.stay': ['留下', '머무르기', 'Stay'],
  'nav.signOut': ['退出登录', '로그아웃', 'Sign out'],
  'role.agent': ['坐席', '상담원', 'Agent'],
  'role.supervisor': ['主管', '관리자', 'Supervisor'],
  'role.engineer': ['运维工程师', '시스템 엔지니어', 'Engineer'],
  'role.viewer': ['只读用户', '조회 전용', 'Viewer'],
  'role.administrator': ['系统管理员', '시스템 관리자', 'Administrator'],
  'role.emergency': ['应急账号', '비상 계정', 'Emergency account'],
  'role.privacy_officer': ['个人信息保护负责人', '개인정보 보호책임자', 'Privacy officer'],
  'language.label': ['语言', '언어', 'Language'],
  'theme.label': ['外观', '화면 모드', 'Appearance'],
  'theme.auto': ['跟随系统', '시스템 설정', 'System'],
  'theme.light': ['浅色', '밝게', 'Light'],
  'theme.dark': ['深色', '어둡게', 'Dark'],
  'list.separator': ['、', ', ', ', '],
  'list.end': ['；', '; ', '; '],
  none: ['—', '—', '—'],

  'session.checking': ['正在核对…', '확인하는 중…', 'Checking …'],

  'live.connecting': ['正在连接', '연결 중', 'Connecting'],
  'live.live': ['实时', '실시간', 'Live'],
  'live.broken': ['连接中断，正在重连', '연결이 끊겨 다시 연결하는 중', 'Connection lost, reconnecting'],
  'live.denied': ['定时刷新', '주기적 갱신', 'Refreshed regularly'],
  'live.denied.why': [
    '此账号没有接收实时事件的权限，数据每秒刷新一次。',
    '이 계정에는 실시간 이벤트 권한이 없어 데이터를 1초마다 갱신합니다.',
    'This account may not receive live events; the data is refreshed every second instead.',
  ],

  'state.loading': ['正在加载…', '불러오는 중…', 'Loading …'],
  'state.retry': ['重试', '다시 시도', 'Try again'],
  'state.late': ['数据已滞后 {{age}}', '{{age}} 전 데이터입니다', 'Data is {{age}} old'],
  'state.failed': ['加载失败', '불러오지 못했습니다', 'This could not be loaded'],
  'state.denied': ['没有查看权限', '조회 권한이 없습니다', 'You do not have access'],
  'problem.not-signed-in': ['令牌不再有效。请重新登录。', '토큰이 유효하지 않습니다. 다시 로그인하십시오.', 'The token is no longer valid. Sign in again.'],
  'problem.not-permitted': [
    '您的角色没有此权限。如有需要，请联系管理员。',
    '현재 역할에는 이 권한이 없습니다. 필요하시면 관리자에게 문의해 주십시오.',
    'Your role does not include this. Please ask your administrator if you need it.',
  ],
  'problem.not-found': ['未找到，请核对编号。', '찾을 수 없습니다. 번호를 확인해 주십시오.', 'Nothing was found. Please check the number.'],
  'problem.bad-query': ['筛选条件无效，请修改后重试。', '조회 조건이 올바르지 않습니다. 수정 후 다시 시도해 주십시오.', 'One of the filters is not valid. Please correct it and try again.'],
  'problem.conflict': ['状态已发生变化，请刷新后重试。', '그사이 상태가 바뀌었습니다. 확인 후 다시 시도해 주십시오.', 'Things have changed in the meantime. Please look again and retry.'],
  'problem.stale': ['方案已被他人更改，请重新试算。', '그사이 다른 계획이 시행되었습니다. 다시 시험해 주십시오.', 'Another plan came into force in the meantime. Please try it again.'],
  'problem.invalid-plan': ['方案有误，请按所列位置修改。', '계획에 오류가 있습니다. 아래 위치를 고쳐 주십시오.', 'The plan does not hold together. Please mend what is listed.'],
  'problem.invalid-rules': ['这份规则不能生效，请按所列行修改。', '이 규칙은 시행할 수 없습니다. 아래 행을 고쳐 주십시오.', 'These rules cannot come into force. Please mend the lines listed.'],
  'problem.too-many': ['此账号同时打开的窗口过多，请关闭其他窗口。', '이 계정으로 열린 창이 너무 많습니다. 다른 창을 닫아 주십시오.', 'This account has too many windows open. Please close some of them.'],
  'problem.paced': [
    '此账号一小时内的操作次数已达上限，请稍后再试。',
    '이 계정의 시간당 허용 횟수를 모두 사용했습니다. 잠시 후 다시 시도해 주십시오.',
    'This account has done this as often as it may within an hour. Please try again later.',
  ],
  'problem.unavailable': [
    '服务繁忙，暂时无法应答，正在自动重试。',
    '서비스가 잠시 응답하지 못하고 있습니다. 자동으로 다시 시도합니다.',
    'The service is busy and cannot answer right now. It is being tried again automatically.',
  ],
  'problem.unreachable': [
    '无法连接到服务，请检查网络以及程序是否正在运行。',
    '서비스에 연결할 수 없습니다. 네트워크와 프로그램 실행 여부를 확인해 주십시오.',
    'The service cannot be reached. Please check the network, and that the program is running.',
  ],
  'problem.slow': ['服务应答超时，正在自动重试。', '서비스 응답이 지연되고 있습니다. 자동으로 다시 시도합니다.', 'The service is taking too long to answer. It is being tried again automatically.'],
  'problem.unexpected': [
    '出现意外错误。请重试；如仍出现，请联系运维人员。',
    '예기치 않은 오류가 발생했습니다. 다시 시도해 주시고, 계속되면 담당 엔지니어에게 알려 주십시오.',
    'Something unexpected went wrong. Please try again; if it persists, tell your engineers.',
  ],

  'figure.totals': ['总览', '전체', 'Overall'],
  'figure.since': ['今日，自 {{time}} 起', '오늘 {{time}}부터', 'today, since {{time}}'],
  'figure.of.answered': ['已接听 {{count}}', '응답 {{count}}', '{{count}} answered'],
  'figure.below': ['{{figure}} {{made}}，查看分母的联络', '{{figure}} {{made}}, 분모의 상담 이력 보기', '{{figure}} {{made}}, show the contacts it is divided by'],
  'figure.waiting': ['排队', '대기', 'Waiting'],
  'figure.longest': ['最长等待', '최장 대기', 'Longest wait'],
  'figure.offered': ['进入队列', '인입', 'Offered'],
  'figure.answered': ['已接听', '응답', 'Answered'],
  'figure.serviceLevel': ['服务水平', '서비스 레벨', 'Service level'],
  'figure.within': ['{{time}} 内', '{{time}} 이내', 'within {{time}}'],
  'figure.withinEach': ['按各队列的时限', '큐별 기준 시간 이내', 'within each queue’s own limit'],
  'figure.target': ['目标 {{share}}', '목표 {{share}}', 'target {{share}}'],
  'figure.breach': ['未达标', '목표 미달', 'Below target'],
  'figure.breach.target': ['未达标，目标 {{share}}', '목표 {{share}} 미달', 'Below target of {{share}}'],
  'figure.abandonment': ['放弃率', '포기율', 'Abandonment'],
  'figure.withoutShort': ['放弃率（除短时）', '포기율(단기 제외)', 'Abandoned w/o short'],
  'figure.withoutShort.full': ['放弃率，不含短时放弃', '단기 포기를 제외한 포기율', 'Abandonment without short abandons'],
  'figure.asa': ['平均应答速度', '평균 응답 속도', 'Speed of answer'],
  'figure.asa.full': ['平均应答速度', '평균 응답 속도', 'Average speed of answer'],
  'figure.opens': ['{{figure}} {{value}}，查看联络', '{{figure}} {{value}}, 상담 이력 보기', '{{figure}} {{value}}, show contacts'],
  'figure.of': ['{{part}} / {{whole}}', '{{part}} / {{whole}}', '{{part}} of {{whole}}'],
  'figure.curve': [
    '{{name}}，最近 {{span}}：最低 {{low}}，最高 {{high}}',
    '{{name}}, 최근 {{span}}: 최저 {{low}}, 최고 {{high}}',
    '{{name}}, last {{span}}: lowest {{low}}, highest {{high}}',
  ],
  'figure.curve.empty': ['{{name}}：还没有曲线', '{{name}}: 아직 곡선이 없습니다', '{{name}}: no curve yet'],

  'queue.title': ['队列', '큐', 'Queues'],
  'queue.name': ['队列', '큐', 'Queue'],
  'queue.curve': ['近期排队', '최근 대기 추이', 'Waiting, recently'],
  'queue.callbacks': ['待回呼 {{count}}', '콜백 대기 {{count}}', '{{count}} to call back'],
  'queue.callbacks.next': ['下一个预计 {{time}}', '다음 예정 {{time}}', 'the next one at about {{time}}'],
  'queue.shut': ['已关闭', '닫힘', 'Closed'],
  'queue.shut.by': ['{{time}} 由 {{who}} 手动关闭', '{{time}} {{who}} 수동 마감', 'closed by hand at {{time}} by {{who}}'],
  'queue.empty': ['尚未配置队列', '구성된 큐가 없습니다', 'No queue is configured'],
  'queue.empty.hint': [
    '请在配置文件中添加队列（见 docs/CONFIGURATION.md），然后重新启动。',
    '구성 파일에 큐를 추가한 뒤(docs/CONFIGURATION.md 참조) 다시 시작해 주십시오.',
    'Add queues to the configuration file (see docs/CONFIGURATION.md) and restart.',
  ],

  'agent.title': ['坐席', '상담원', 'Agents'],
  'agent.count': ['共 {{count}} 人', '총 {{count}}명', '{{count}} in all'],
  'agent.nobody': ['无', '없음', 'nobody'],
  'agent.contact': ['{{agent}} 正在处理联络 {{contact}}', '{{agent}} 상담원이 상담 {{contact}} 처리 중', '{{agent}} is handling contact {{contact}}'],
  'agent.change': ['更改 {{agent}} 的状态', '{{agent}} 상태 변경', 'Change the state of {{agent}}'],
  'agent.change.close': ['收起', '접기', 'Close'],
  'agent.after': ['结束后：{{reason}}', '종료 후: {{reason}}', 'afterwards: {{reason}}'],
  'agent.empty': ['尚未配置坐席', '구성된 상담원이 없습니다', 'No agent is configured'],
  'agent.empty.hint': [
    '请在配置文件中添加坐席（见 docs/CONFIGURATION.md），然后重新启动。',
    '구성 파일에 상담원을 추가한 뒤(docs/CONFIGURATION.md 참조) 다시 시작해 주십시오.',
    'Add agents to the configuration file (see docs/CONFIGURATION.md) and restart.',
  ],
  'doing.talking': ['通话中', '상담 중', 'Talking'],
  'doing.offered': ['振铃', '호출 중', 'Ringing'],
  'doing.wrap_up': ['话后处理', '후처리', 'Wrap-up'],
  'doing.ready': ['就绪', '상담 가능', 'Ready'],
  'doing.not_ready': ['未就绪', '이석', 'Not ready'],
  'reason.signed_out': ['已签退', '퇴근', 'signed out'],
  'reason.pause': ['小休', '휴식', 'pause'],
  'reason.supervisor': ['主管设置', '관리자 설정', 'set by a supervisor'],
  'reason.no_answer': ['未接来电', '호출 미응답', 'did not answer'],
  'reason.rejected': ['拒接', '호출 거절', 'refused a call'],
  'reason.unreachable': ['话机不可达', '전화기 연결 불가', 'telephone unreachable'],
  'reason.phone_lost': ['话机中断', '전화기 끊김', 'telephone lost'],
  'reason.break': ['休息', '휴게', 'break'],
  'reason.meal': ['用餐', '식사', 'meal'],
  'reason.training': ['培训', '교육', 'training'],
  'reason.meeting': ['会议', '회의', 'meeting'],
  'reason.page_lost': ['页面断开', '페이지 끊김', 'page gone'],
  'reason.page_frozen': ['页面被冻结', '페이지 멈춤', 'page frozen'],
  'reason.interrupted': ['系统中断', '시스템 중단', 'interrupted'],

  'contact.close': ['关闭', '닫기', 'Close'],

  'keys.title': ['快捷键', '단축키', 'Keys'],
  'keys.change': ['更改', '변경', 'Change'],
  'keys.change.of': ['更改按键：{{action}}', '키 변경: {{action}}', 'Change the key: {{action}}'],
  'keys.press': ['请按新键，Esc 取消', '새 키를 누르십시오. 취소는 Esc', 'Press the new key; Esc leaves it'],
  'keys.reserved': ['{{key}} 由浏览器使用，请换一个', '{{key}} 키는 브라우저가 씁니다. 다른 키를 고르십시오', '{{key}} belongs to the browser: choose another'],
  'keys.elsewhere': ['其他页面的操作', '다른 화면의 동작', 'something on another page'],
  'keys.taken': ['{{key}} 已用于：{{by}}', '{{key}} 키는 이미 사용 중: {{by}}', '{{key}} is taken by: {{by}}'],
  'keys.reset': ['恢复默认按键', '기본 키로 되돌리기', 'All keys as they were'],
  'keys.show': ['显示快捷键', '단축키 보기', 'Show keys'],
  'keys.on': ['启用单键快捷键', '한 글자 단축키 사용', 'Use single-key shortcuts'],
  'keys.desk': ['工作台', '상담 화면', 'Desk'],
  'keys.wallboard': ['监控大屏', '현황판', 'Wallboard'],
  'keys.figures': ['报表', '통계', 'Figures'],
  'keys.contacts': ['联络记录', '상담 이력', 'Contacts'],
  'keys.down': ['下一条联络', '다음 상담', 'Next contact'],
  'keys.up': ['上一条联络', '이전 상담', 'Previous contact'],
  'keys.open': ['打开所选联络', '선택한 상담 열기', 'Open the selected contact'],
  'keys.close': ['关闭联络或此面板', '상담 또는 이 창 닫기', 'Close the contact or this panel'],
  'keys.filter': ['转到筛选', '필터로 이동', 'Go to the filters'],
  'keys.keys': ['显示或隐藏快捷键', '단축키 보기·숨기기', 'Show or hide keys'],
} as const satisfies Record<string, Row>;

export type Key =
  | keyof typeof PAGE
  | keyof typeof CHARTS
  | keyof typeof CHAT
  | keyof typeof CONTACTS
  | keyof typeof ANNOUNCEMENT
  | keyof typeof CONTROL
  | keyof typeof DATES
  | keyof typeof DESK
  | keyof typeof PROMISES
  | keyof typeof DOSSIER
  | keyof typeof FINDER
  | keyof typeof FIGURES
  | keyof typeof INDICATORS
  | keyof typeof JOURNAL
  | keyof typeof OPERATIONS
  | keyof typeof PAGES
  | keyof typeof PHONE
  | keyof typeof PLAN
  | keyof typeof AUTHORITY
  | keyof typeof PRIVACY
  | keyof typeof PROMPTS
  | keyof typeof ACCESS
  | keyof typeof RECORDING
  | keyof typeof SESSION
  | keyof typeof START
  | keyof typeof TIERS
  | keyof typeof WATCH
  | keyof typeof WHY;

const known: Record<string, Row> = { ...PAGE };

/** Takes in the texts of a page that loads later. Names are kept apart by a test. */
export function learn(rows: Readonly<Record<string, Row>>): void {
  Object.assign(known, rows);
}

/** All texts that were learnt so far. */
export function catalogue(): Readonly<Record<string, Row>> {
  return known;
}

/** Whether there is a text of this name: for names made of words of the API. */
export function isKey(name: string): name is Key {
  return Object.hasOwn(known, name);
}

export type Values = Readonly<Record<string, string | number>>;

/** A text with its values filled in; its name when its page forgot to import it. */
export function say(tag: LanguageTag, key: Key, values: Values = {}): string {
  const text = known[key]?.[LANGUAGES.indexOf(tag)] ?? key;
  return text.replaceAll(/{{(\w+)}}/g, (slot, name: string) => String(values[name] ?? slot));
}
