//! The catalogue's rows for announcements that are on: whoever looks at a board sees them.

import { learn, type Row } from './catalogue';

export const ANNOUNCEMENT = {
  'announcement.on': ['紧急公告播放中', '긴급 안내 중', 'Emergency announcement'],
  'announcement.off': ['公告已停止', '안내 중지됨', 'Announcement stopped'],
  'announcement.line': ['热线', '대표번호', 'Line'],
  'announcement.everywhere': ['全部热线', '모든 대표번호', 'all lines'],
  'announcement.instead': ['播放后挂断', '안내 후 통화 종료', 'calls end after it'],
  'announcement.since': ['{{time}} 起，{{who}}', '{{time}}부터, {{who}}', 'since {{time}}, by {{who}}'],
  'announcement.set': ['紧急公告…', '긴급 안내 방송…', 'Emergency announcement …'],
} as const satisfies Record<string, Row>;

learn(ANNOUNCEMENT);
