//! The catalogue's rows for chats on the agent's desk; loaded with the first chat.

import { learn, type Row } from './catalogue';

export const CHAT = {
  'chat.hand': ['手头的联络', '진행 중인 상담', 'In hand'],
  'chat.call': ['电话', '전화', 'Call'],
  'chat.call.none': ['没有来电', '전화 없음', 'No call'],
  'chat.one': ['在线咨询 {{id}}', '채팅 {{id}}', 'Chat {{id}}'],
  'chat.unread': ['{{count}} 条未读', '읽지 않음 {{count}}', '{{count}} unread'],
  'chat.offered': ['新的在线咨询，请在 {{time}} 内接入', '새 채팅 요청, {{time}} 안에 수락', 'A new chat: accept it within {{time}}'],
  'chat.offered.said': ['新的在线咨询 {{id}}', '새 채팅 요청 {{id}}', 'A new chat, {{id}}'],
  'chat.phase.offered': ['待接入', '수락 대기', 'Offered'],
  'chat.phase.talking': ['进行中', '상담 중', 'Open'],
  'chat.phase.wrap_up': ['后续处理', '후처리', 'Wrap-up'],
  'chat.accept': ['接入', '수락', 'Accept'],
  'chat.decline': ['不接入', '거절', 'Decline'],
  'chat.end': ['结束咨询', '채팅 종료', 'End chat'],
  'chat.send': ['发送', '보내기', 'Send'],
  'chat.write': ['输入回复', '답변 입력', 'Write an answer'],
  'chat.write.hint': ['Enter 发送，Shift+Enter 换行', 'Enter로 보내기, Shift+Enter로 줄바꿈', 'Enter sends, Shift+Enter begins a line'],
  'chat.long': ['太长：最多 {{bytes}} 字节，请分几次发送', '너무 깁니다. 최대 {{bytes}}바이트이니 나누어 보내십시오', 'Too long: {{bytes}} bytes at the most, send it in parts'],
  'chat.unsent': ['未能发送，文字仍在输入框中：{{why}}', '보내지 못했습니다. 내용은 입력란에 남아 있습니다: {{why}}', 'Not sent, the text is still in the field: {{why}}'],
  'chat.from.customer': ['客户', '고객', 'Customer'],
  'chat.from.agent': ['坐席', '상담원', 'Agent'],
  'chat.log': ['对话', '대화', 'Conversation'],
  'chat.log.empty': ['客户还没有写内容。', '고객이 아직 글을 쓰지 않았습니다.', 'The customer has not written yet.'],
  'chat.transfer': ['转到队列', '큐로 넘기기', 'Send to a queue'],
  'chat.over': ['咨询已结束，请选择处理结果并完成。', '채팅이 끝났습니다. 처리 결과를 선택하고 완료하십시오.', 'The chat is over: choose the outcome and finish.'],
  'chat.left': ['剩余 {{time}}', '{{time}} 남음', '{{time}} left'],
  'desk.problem.accept.conflict': ['未接入：该咨询已由他人接入或已结束', '수락하지 못했습니다. 다른 상담원이 받았거나 이미 끝난 채팅입니다', 'Not accepted: somebody else has it by now, or it is over'],
  'desk.problem.decline.conflict': ['该咨询已不在您这里', '이미 이 상담원에게 배정된 채팅이 아닙니다', 'It is not offered to you any more'],
  'desk.problem.end_chat.conflict': ['该咨询已经结束或已转给他人', '이미 끝났거나 다른 상담원에게 넘어간 채팅입니다', 'The chat is over already, or with somebody else'],
  'desk.problem.say.conflict': ['咨询已结束、已转给他人，或内容已满', '채팅이 끝났거나 다른 상담원에게 넘어갔거나, 가득 찼습니다', 'the chat is over, with somebody else, or full'],
  'desk.problem.say.not-sent': ['连接已断；恢复后请再发送一次', '연결이 끊겼습니다. 연결되면 다시 보내십시오', 'the connection is gone; send it again when it is back'],
  'desk.problem.say.unreachable': ['连接中断，尚不知是否送达；请先看对话中有没有，再重新发送', '연결이 끊겨 전달 여부를 알 수 없습니다. 대화에 있는지 먼저 확인하고 다시 보내십시오', 'the connection was lost before the answer came; look whether it stands in the conversation, then send it again'],
  'keys.hand': ['下一个手头联络', '다음 진행 중인 상담', 'Next in hand'],
  'keys.accept': ['接入在线咨询', '채팅 수락', 'Accept the chat'],
} as const satisfies Record<string, Row>;

learn(CHAT);
