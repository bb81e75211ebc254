//! The catalogue's rows for the pages of a queue, of an agent, and of days.

import { learn, type Row } from './catalogue';

export const PAGES = {
  'queue.promise': ['承诺 {{time}} 内接听', '{{time}} 이내 응답 약속', 'promises an answer within {{time}}'],
  'queue.contacts': ['联络', '고객 접촉', 'Contacts'],
  'queue.waiting': ['正在等待', '대기 중인 고객', 'Waiting now'],
  'queue.waiting.none': ['现在没有人等待', '지금은 대기 중인 고객이 없습니다', 'Nobody waits now'],
  'queue.contact': ['编号', '번호', 'Contact'],
  'queue.state': ['状态', '상태', 'State'],
  'queue.position': ['位次', '순번', 'Place'],
  'queue.waited': ['已等待', '대기 시간', 'Waited'],
  'queue.able': ['可接听的坐席', '응대 가능한 상담원', 'Who could serve'],
  'queue.able.none': ['没有具备所需技能的坐席', '필요한 기술을 가진 상담원이 없습니다', 'No agent has the skills'],
  'doing.waiting': ['等待', '대기', 'Waiting'],
  'figure.today': ['今日', '오늘', 'Today'],
  'agent.states': ['一天中的状态', '하루 상태', 'States over the day'],
  'agent.served': ['最近的联络', '최근 고객 접촉', 'Contacts, newest first'],
  'agent.served.all': ['全部联络', '고객 접촉 모두 보기', 'All contacts'],
  'agent.served.none': ['还没有接听过联络', '아직 응대한 고객 접촉이 없습니다', 'Served nobody yet'],
  'day.day': ['日期', '날짜', 'Day'],
  'day.before': ['前一天', '전날', 'Day before'],
  'day.after': ['后一天', '다음 날', 'Day after'],
} as const satisfies Record<string, Row>;

learn(PAGES);
