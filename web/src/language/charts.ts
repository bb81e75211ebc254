//! The catalogue's rows for charts.

import { learn, type Row } from './catalogue';

export const CHARTS = {
  'chart.table': ['以表格查看', '표로 보기', 'Show as a table'],
  'chart.curve': ['来电与接听', '인입과 응답', 'Arrivals and answers'],
  'chart.curve.hint': ['用方向键选择时段，按 Enter 查看联络', '화살표로 구간을 선택하고 Enter로 상담 이력 보기', 'Choose an interval with the arrow keys; Enter opens its contacts'],
  'chart.interval': ['时段', '구간', 'Interval'],
  'chart.arrivals': ['进入队列', '인입', 'Arrivals'],
  'chart.answered': ['已接听', '응답', 'Answered'],
  'chart.abandoned': ['放弃', '포기', 'Abandoned'],
  'chart.level': ['服务水平', '서비스 레벨', 'Service level'],
  'chart.target': ['目标 {{share}}', '목표 {{share}}', 'target {{share}}'],
  'chart.below': ['未达标', '목표 미달', 'below target'],
  'chart.empty': ['该期间没有联络', '해당 기간에는 상담이 없습니다', 'No contacts in this period'],
  'chart.heat': ['一周时段分布', '요일·시간대 분포', 'Hours of the week'],
  'chart.heat.day': ['星期', '요일', 'Day'],
  'chart.heat.less': ['少', '적음', 'few'],
  'chart.heat.more': ['多', '많음', 'many'],
  'chart.heat.cell': ['{{day}} {{hour}} 时', '{{day}} {{hour}}시', '{{day}}, {{hour}}:00'],
  'chart.timeline': ['状态时间轴', '상태 타임라인', 'States over the day'],
  'chart.timeline.from': ['开始', '시작', 'From'],
  'chart.timeline.to': ['结束', '끝', 'To'],
  'chart.timeline.state': ['状态', '상태', 'State'],
  'chart.timeline.took': ['时长', '시간', 'Took'],
  'chart.timeline.empty': ['这一天没有状态记录', '이 날의 상태 기록이 없습니다', 'No states on record for this day'],
} as const satisfies Record<string, Row>;

learn(CHARTS);
