//! The catalogue's rows for what a supervisor commands.

import { learn, type Row } from './catalogue';

export const CONTROL = {
  'control.cancel': ['取消', '취소', 'Cancel'],
  'control.dismiss': ['知道了', '확인', 'Dismiss'],
  'control.undo': ['撤销', '되돌리기', 'Undo'],
  'control.undone': ['已撤销', '되돌렸습니다', 'Taken back'],
  'control.undoing': ['正在撤销…', '되돌리는 중…', 'Taking it back …'],
  'control.pending': ['{{what}}：等待服务器确认…', '{{what}}: 서버 확인 대기 중…', '{{what}}: waiting for the server …'],
  'control.refused': ['未执行。', '실행되지 않았습니다.', 'Refused.'],
  'control.ready': ['设为空闲', '상담 가능으로', 'Make ready'],
  'control.pause': ['设为小休', '휴식으로', 'Send on a pause'],
  'control.supervisor': ['设为离席', '이석으로', 'Make not ready'],
  'control.agent.done': ['{{agent}}：服务器已确认', '{{agent}}: 서버가 확인했습니다', '{{agent}}: confirmed'],
  'control.agent.busy': [
    '正在处理联络，处理完后生效',
    '처리 중인 고객 접촉이 끝나면 적용됩니다',
    'has a contact in hand: it takes effect after it',
  ],
  'control.queue.close': ['关闭队列', '큐 닫기', 'Close queue'],
  'control.queue.open': ['开放队列', '큐 열기', 'Open queue'],
  'control.queue.close.question': [
    '关闭 {{queue}}？新来电按“已下班”处理。正在等待的 {{waiting}} 位：',
    '{{queue}} 큐를 닫을까요? 새 전화는 운영 시간 외로 처리됩니다. 대기 중인 {{waiting}}명은',
    'Close {{queue}}? New callers are treated as after hours. The {{waiting}} who wait',
  ],
  'control.queue.waiting': ['正在等待的客户', '대기 중인 고객', 'Those who wait'],
  'control.waiting.keep': ['继续等候，直到接听', '계속 대기하여 응대받음', 'are still served'],
  'control.waiting.flush': ['同样按“已下班”处理', '함께 운영 시간 외로 처리', 'are treated so, too'],
  'control.queue.closed.done': ['{{queue}} 已关闭', '{{queue}} 큐를 닫았습니다', '{{queue}} is closed'],
  'control.queue.opened.done': ['{{queue}} 已开放', '{{queue}} 큐를 열었습니다', '{{queue}} is open'],
  'control.announce': ['紧急公告…', '긴급 안내…', 'Emergency announcement …'],
  'control.announce.set': ['开始播放', '안내 시작', 'Announce'],
  'control.announce.question': ['所有来电将先听到：', '모든 전화에서 먼저 들려줄 안내:', 'Every caller hears first:'],
  'control.announce.text': ['公告内容', '안내 내용', 'Announcement'],
  'control.announce.done': ['公告已生效', '안내를 시작했습니다', 'It is being announced'],
  'control.announce.clear': ['停止公告', '안내 중지', 'Stop announcing'],
  'control.announce.clear.question': ['停止紧急公告？', '긴급 안내를 중지할까요?', 'Stop the emergency announcement?'],
  'announcement.on': ['紧急公告播放中', '긴급 안내 중', 'Emergency announcement'],
  'announcement.off': ['公告已停止', '안내 중지됨', 'No longer announced'],
  'announcement.line': ['热线', '대표번호', 'Line'],
  'announcement.everywhere': ['全部热线', '모든 대표번호', 'all lines'],
  'announcement.instead': ['播放后挂断', '안내 후 통화 종료', 'calls end after it'],
  'announcement.since': ['{{time}} 起，{{who}}', '{{time}}부터, {{who}}', 'since {{time}}, by {{who}}'],
  'control.announce.cleared': ['公告已停止', '안내를 중지했습니다', 'It is no longer announced'],
} as const satisfies Record<string, Row>;

learn(CONTROL);
