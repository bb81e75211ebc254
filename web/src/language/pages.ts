//! The catalogue's rows for the pages of a queue, of an agent, and of days.

import { learn, type Row } from './catalogue';

export const PAGES = {
  'queue.promise': ['承诺 {{time}} 内接听', '{{time}} 이내 응답 목표', 'to be answered within {{time}}'],
  'queue.contacts': ['联络记录', '상담 이력', 'Contacts'],
  'queue.waiting': ['正在等待的客户', '대기 중인 고객', 'Waiting now'],
  'queue.waiting.none': ['目前没有客户在等待', '현재 대기 중인 고객이 없습니다', 'Nobody is waiting'],
  'queue.kept': ['待回呼', '콜백 대기', 'To be called back'],
  'queue.kept.since': ['承诺于', '약속 시각', 'Promised'],
  'queue.kept.next': ['预计', '예정', 'Due'],
  'queue.kept.tries': ['尝试', '시도', 'Tries'],
  'queue.kept.state.farewell': ['正在告知客户', '고객에게 안내 중', 'being told so'],
  'queue.kept.state.waiting': ['排队中', '대기 중', 'in the line'],
  'queue.kept.state.resting': ['暂停', '보류', 'resting'],
  'queue.kept.state.offered': ['正在呼叫坐席', '상담원 호출 중', 'an agent is being called'],
  'queue.kept.state.calling': ['正在呼叫客户', '고객에게 전화 거는 중', 'the customer is being called'],
  'queue.contact': ['编号', '번호', 'Contact'],
  'queue.state': ['状态', '상태', 'State'],
  'queue.position': ['位次', '순번', 'Place'],
  'queue.waited': ['已等待', '대기 시간', 'Waited'],
  'queue.able': ['具备技能的坐席', '응대 가능 상담원', 'Agents with the skills'],
  'queue.able.none': ['没有坐席具备所需技能', '필요한 기술을 갖춘 상담원이 없습니다', 'No agent has the skills'],
  'doing.waiting': ['等待', '대기', 'Waiting'],
  'figure.today': ['今日', '오늘', 'Today'],
  'agent.states': ['全天状态', '하루 상태', 'States over the day'],
  'agent.served': ['最近服务的联络', '최근 상담', 'Recent contacts'],
  'agent.served.all': ['全部联络', '전체 상담 보기', 'All contacts'],
  'agent.served.none': ['还没有服务过联络', '아직 응대한 상담이 없습니다', 'No contacts served yet'],
  'day.day': ['日期', '날짜', 'Day'],
  'day.before': ['前一天', '전날', 'Day before'],
  'day.after': ['后一天', '다음 날', 'Day after'],
} as const satisfies Record<string, Row>;

learn(PAGES);
