//! The catalogue's rows for why a contact waits.

import { learn, type Row } from './catalogue';

export const WHY = {
  'why.title': ['为何仍在等待', '아직 대기 중인 이유', 'Why still waiting'],
  'why.ask': ['原因', '이유', 'Why?'],
  'why.over': ['已不在等待', '더 이상 대기 중이 아닙니다', 'It is not waiting any more'],
  'why.position': ['第 {{position}} 位', '대기 순번 {{position}}번', 'place {{position}} in the queue'],
  'why.stage': ['条件已放宽 {{stage}} 级', '조건 {{stage}}단계 완화', 'widened {{stage}} times'],
  'why.order.time': [
    '该队列按等待时长服务，优先时间计入等待',
    '이 큐는 대기 시간 순으로 응대하며 우대 시간은 대기 시간에 더해집니다',
    'Its queue is served by time in queue; a credit counts as time waited',
  ],
  'why.order.priority': [
    '该队列按优先级服务，同级按等待时长',
    '이 큐는 우선순위 순으로, 같은 순위에서는 대기 시간 순으로 응대합니다',
    'Its queue is served by priority, and by time in queue among equals',
  ],
  'why.order.weighted': [
    '该队列单独排队，按等待时长服务，分配权重为 {{weight}}',
    '이 큐는 따로 줄을 서며 대기 시간 순으로, 배정 가중치 {{weight}}(으)로 응대합니다',
    'Its queue is a line of its own, by time in queue, with a share of {{weight}} of the offers',
  ],
  'why.level': ['优先级 {{level}}', '우선순위 {{level}}', 'priority {{level}}'],
  'why.next': ['下一个就是它，将派给 {{agent}}', '다음 차례이며 {{agent}}에게 배정됩니다', 'It is next, and goes to {{agent}}'],
  'why.nobody_able': ['没有坐席具备所需技能：{{needs}}', '필요한 기술을 갖춘 상담원이 없습니다: {{needs}}', 'No agent has the skills it needs: {{needs}}'],
  'why.nobody_signed_in': [
    '有 {{able}} 位坐席具备所需技能（{{needs}}），但都没有签入',
    '필요한 기술({{needs}})을 갖춘 상담원 {{able}}명이 모두 로그인하지 않았습니다',
    'Nobody with the skills it needs ({{needs}}) is signed in; agents who have them: {{able}}',
  ],
  'why.all_busy': ['能接听的坐席都在忙，共 {{count}} 位', '응대할 수 있는 상담원 {{count}}명이 모두 바쁩니다', 'Everybody who could serve it is busy: {{count}}'],
  'why.kept_for': [
    '{{agent}} 熟悉这位客户，为其保留到 {{until}}',
    '고객을 아는 {{agent}} 상담원을 {{until}}까지 기다립니다',
    'Kept until {{until}} for {{agent}}, who knows this customer',
  ],
  'why.kept_from': ['{{agent}} 空闲，但这一通刚从该坐席退回', '{{agent}} 상담원은 비어 있지만 이 전화가 방금 그 상담원에게서 되돌아왔습니다', '{{agent}} is free, but it has just come back from there'],
  'why.behind': ['同队列中排在前面的有 {{count}} 个', '같은 큐에서 앞에 {{count}}건이 있습니다', 'Others of its queue come first: {{count}}'],
  'why.widens': ['{{at}} 放宽条件，第 {{stage}} 级', '{{at}}에 조건을 {{stage}}단계로 완화', 'Its need widens at {{at}}, step {{stage}}'],
  'why.overflows': ['{{at}} 转往 {{to}}（如有空位）', '{{at}}에 자리가 있으면 {{to}}(으)로 넘어감', 'Goes to {{to}} at {{at}}, if there is room'],
  'why.skill': ['{{skill}}（{{level}} 级以上）', '{{skill}}({{level}} 이상)', '{{skill}} ({{level}} or better)'],
  'why.and': ['加', ' 및 ', ' and '],
  'why.or': ['，或 ', ', 또는 ', ', or '],
  'why.agent': ['选派原因', '배정 이유', 'Why this agent'],
} as const satisfies Record<string, Row>;

learn(WHY);
