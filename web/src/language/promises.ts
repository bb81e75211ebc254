//! The catalogue's rows for what was promised to customers, and what is open for them.

import { learn, type Row } from './catalogue';
import './dossier';
import './operations';

export const PROMISES = {
  'work.title': ['未了事项', '진행 중인 일', 'Open now'],
  'work.none': ['没有未了事项', '진행 중인 일이 없습니다', 'Nothing is open'],
  'work.returns': ['{{day}} 后恢复原额度', '{{day}} 이후 원래 한도로', 'goes back after {{day}}'],
  'promise.new': ['新承诺', '약속하기', 'Promise something'],
  'promise.text': ['承诺内容', '약속 내용', 'What'],
  'promise.by': ['期限', '기한', 'By'],
  'promise.day': ['到期日', '약속한 날', 'Day it is due'],
  'promise.clock': ['时间', '시각', 'at'],
  'promise.keeper': ['由谁完成', '담당', 'Kept by'],
  'promise.self': ['本人', '본인', 'Myself'],
  'promise.make': ['承诺', '약속', 'Promise'],
  'promise.due': ['未完成承诺，{{due}} 到期', '지킬 약속, {{due}}까지', 'open promise, due {{due}}'],
  'promise.was': ['期限 {{due}}', '기한 {{due}}', 'due {{due}}'],
  'promise.overdue': ['已逾期，应于 {{due}} 完成', '기한 지남, {{due}}까지였음', 'overdue, was due {{due}}'],
  'promise.kept': ['已兑现', '지킴', 'Kept'],
  'promise.not_kept': ['未兑现', '지키지 못함', 'Not kept'],
  'promise.undo': ['撤销', '되돌리기', 'Undo'],
  'promise.why': ['未兑现的原因', '지키지 못한 사유', 'Why it was not kept'],
  'promise.mine': ['我的承诺', '내 약속', 'Promises to keep'],
  'promise.mine.overdue': ['{{count}} 项逾期', '{{count}}건 지남', '{{count}} overdue'],
  'promise.state.kept': ['已兑现', '지킴', 'Kept'],
  'promise.state.not_kept': ['未兑现', '지키지 못함', 'Not kept'],
  'promise.state.open': ['未完成', '진행 중', 'Open'],
  'promise.why.unreachable': ['联系不上客户', '고객과 연락되지 않음', 'Customer not reached'],
  'promise.why.not_wanted': ['客户不再需要', '고객이 원하지 않음', 'No longer wanted'],
  'promise.why.done_otherwise': ['已用其他方式解决', '다른 방법으로 해결', 'Settled another way'],
  'promise.why.not_possible': ['无法办理', '처리 불가', 'Not possible'],
  'promise.why.overlooked': ['遗漏', '누락', 'Overlooked'],
  'keys.promise': ['向客户承诺', '고객과 약속하기', 'Promise something'],
} as const satisfies Record<string, Row>;

learn(PROMISES);
