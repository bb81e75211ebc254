//! The catalogue's rows for charts.

import { learn, type Row } from './catalogue';

export const CHARTS = {
  'chart.table': ['以表格显示', '표로 보기', 'As a table'],
  'chart.curve': ['到达与接听曲线', '인입과 응답 추이', 'Arrivals and answers'],
  'chart.curve.hint': ['方向键选择时段，Enter 查看联络', '화살표로 구간 선택, Enter로 고객 접촉 보기', 'Arrow keys choose an interval, Enter opens its contacts'],
  'chart.interval': ['时段', '구간', 'Interval'],
  'chart.arrivals': ['进入队列', '인입', 'Arrivals'],
  'chart.answered': ['已接听', '응답', 'Answered'],
  'chart.abandoned': ['放弃', '포기', 'Abandoned'],
  'chart.level': ['服务水平', '서비스 레벨', 'Service level'],
  'chart.target': ['目标 {{share}}', '목표 {{share}}', 'target {{share}}'],
  'chart.below': ['未达标', '목표 미달', 'below target'],
  'chart.empty': ['这段时间没有联络', '이 기간에는 고객 접촉이 없습니다', 'No contact in this time'],
  'chart.heat': ['星期与小时', '요일과 시간', 'Hours of the week'],
  'chart.heat.day': ['星期', '요일', 'Day'],
  'chart.heat.less': ['少', '적음', 'few'],
  'chart.heat.more': ['多', '많음', 'many'],
  'chart.heat.cell': ['{{day}} {{hour}} 时', '{{day}} {{hour}}시', '{{day}}, {{hour}}:00'],
  'chart.timeline': ['状态时间轴', '상태 타임라인', 'States over the day'],
  'chart.timeline.from': ['开始', '시작', 'From'],
  'chart.timeline.to': ['结束', '끝', 'To'],
  'chart.timeline.state': ['状态', '상태', 'State'],
  'chart.timeline.took': ['时长', '시간', 'Took'],
  'chart.timeline.empty': ['这一天没有状态记录', '이 날의 상태 기록이 없습니다', 'No state on record for this day'],
} as const satisfies Record<string, Row>;

learn(CHARTS);
