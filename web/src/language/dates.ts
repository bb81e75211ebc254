//! The catalogue's rows for choosing days.

import { learn, type Row } from './catalogue';

export const DATES = {
  'date.month.before': ['上个月', '이전 달', 'Month before'],
  'date.month.after': ['下个月', '다음 달', 'Month after'],
  'date.today': ['今天', '오늘', 'Today'],
  'date.calendar': ['日历', '달력', 'calendar'],
  'date.order': ['年-月-日', '연-월-일', 'year-month-day'],
  'date.wrong': ['请输入可选的日期，例如 2026-04-18', '선택할 수 있는 날짜를 2026-04-18처럼 입력하십시오', 'Type a day that may be chosen, such as 2026-04-18'],
  'date.clear': ['清除', '지우기', 'Clear'],
} as const satisfies Record<string, Row>;

learn(DATES);
