//! The catalogue's rows for choosing days.

import { learn, type Row } from './catalogue';

export const DATES = {
  'date.month.before': ['上个月', '이전 달', 'Month before'],
  'date.month.after': ['下个月', '다음 달', 'Month after'],
  'date.today': ['今天', '오늘', 'Today'],
  'date.clear': ['清除', '지우기', 'Clear'],
} as const satisfies Record<string, Row>;

learn(DATES);
