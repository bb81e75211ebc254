//! The catalogue's rows for what a supervisor commands.

import { learn, type Row } from './catalogue';

export const CONTROL = {
  'control.cancel': ['取消', '취소', 'Cancel'],
  'control.dismiss': ['知道了', '확인', 'Dismiss'],
  'control.undo': ['撤销', '되돌리기', 'Undo'],
  'control.undone': ['已撤销', '되돌렸습니다', 'Undone'],
  'control.undoing': ['正在撤销…', '되돌리는 중…', 'Undoing …'],
  'control.pending': ['{{what}}：等待确认…', '{{what}}: 확인 대기 중…', '{{what}}: waiting for confirmation …'],
  'control.refused': ['未能执行。', '실행하지 못했습니다.', 'This was refused.'],
  'control.ready': ['设为就绪', '상담 가능으로 변경', 'Make ready'],
  'control.pause': ['设为小休', '휴식으로 변경', 'Send on a pause'],
  'control.supervisor': ['设为未就绪', '이석으로 변경', 'Make not ready'],
  'control.agent.done': ['{{agent}} 的状态已更改', '{{agent}} 상태를 변경했습니다', '{{agent}}: state changed'],
  'control.agent.busy': ['正在处理联络，结束后生效', '처리 중인 상담이 끝난 뒤 적용됩니다', 'takes effect after the contact in hand'],
  'control.queue.close': ['关闭队列', '큐 마감', 'Close queue'],
  'control.queue.open': ['开放队列', '큐 열기', 'Open queue'],
  'control.queue.close.question': [
    '关闭{{queue}}队列？新来电将按非服务时间处理。正在等待的 {{waiting}} 位客户：',
    '{{queue}} 큐를 마감할까요? 새 전화는 운영 시간 외로 안내됩니다. 대기 고객 {{waiting}}명:',
    'Close {{queue}}? New callers are treated as outside service hours. The {{waiting}} waiting:',
  ],
  'control.queue.waiting': ['正在等待的客户', '대기 중인 고객', 'Those who wait'],
  'control.waiting.keep': ['继续等候，直至接听', '계속 대기하여 상담받음', 'are still served'],
  'control.waiting.flush': ['同样按非服务时间处理', '함께 운영 시간 외로 안내', 'are treated likewise'],
  'control.queue.closed.done': ['{{queue}}队列已关闭', '{{queue}} 큐를 마감했습니다', '{{queue}} is closed'],
  'control.queue.opened.done': ['{{queue}}队列已开放', '{{queue}} 큐를 열었습니다', '{{queue}} is open'],
  'control.callback.cancel': ['取消回呼', '콜백 취소', 'Cancel'],
  'control.callback.question': ['取消 {{contact}} 的回呼？客户不会再接到电话。', '{{contact}}의 콜백을 취소할까요? 고객에게 더 이상 전화하지 않습니다.', 'Cancel the call-back of {{contact}}? The customer is not called any more.'],
  'control.callback.done': ['{{contact}} 的回呼已取消', '{{contact}}의 콜백을 취소했습니다', 'The call-back of {{contact}} is cancelled'],
  'control.announce.set': ['开始播放', '안내 시작', 'Announce'],
  'control.announce.question': ['所有来电将首先听到：', '모든 고객이 먼저 듣게 될 안내:', 'Every caller first hears:'],
  'control.announce.text': ['公告内容', '안내 내용', 'Announcement'],
  'control.announce.done': ['公告已开始播放', '안내를 시작했습니다', 'The announcement is on'],
  'control.announce.clear': ['停止播放', '안내 중지', 'Stop announcing'],
  'control.announce.clear.question': ['停止紧急公告？', '긴급 안내를 중지할까요?', 'Stop the emergency announcement?'],
  'control.announce.cleared': ['公告已停止', '안내를 중지했습니다', 'The announcement was stopped'],
} as const satisfies Record<string, Row>;

learn(CONTROL);
