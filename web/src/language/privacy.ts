//! The catalogue's rows for what is kept of customers, and for values behind masks.

import { learn, type Row } from './catalogue';

export const PRIVACY = {
  'unmask.show': ['显示完整内容', '전체 보기', 'Show in clear'],
  'unmask.show.short': ['显示', '보기', 'show'],
  'unmask.hide': ['隐藏（{{seconds}} 秒）', '가리기({{seconds}}초)', 'hide ({{seconds}} s)'],
  'unmask.purpose': ['用途', '이용 목적', 'What for'],
  'unmask.reason': ['原因', '사유', 'Why'],
  'unmask.cancel': ['取消', '취소', 'Cancel'],
  'unmask.hint': ['查看会被记录，隐私专员可以看到用途和原因；30 秒后重新遮盖。', '조회 기록이 남으며 개인정보 보호담당자가 목적과 사유를 확인합니다. 30초 후 다시 가려집니다.', 'This is on record, with purpose and reason, for the privacy officer. It is masked again after 30 seconds.'],
  'personalField.name': ['姓名', '이름', 'name'],
  'personalField.birthday': ['出生日期', '생년월일', 'date of birth'],
  'personalField.document': ['证件号码', '신분증 번호', 'document number'],
  'personalField.caller': ['来电号码', '발신 번호', 'calling number'],
  'personalField.account': ['账号', '계좌번호', 'account number'],
  'personalField.card': ['卡号', '카드번호', 'card number'],
  'purpose.identification': ['核实身份', '본인 확인', 'identification'],
  'purpose.service': ['办理业务', '업무 처리', 'service'],
  'purpose.complaint': ['处理投诉', '민원 처리', 'complaint'],
  'purpose.fraud': ['防范诈骗', '사기 대응', 'fraud'],
  'purpose.correction': ['更正资料', '정보 정정', 'correction'],
  'purpose.legal': ['法律要求', '법적 요구', 'legal duty'],
} as const satisfies Record<string, Row>;

learn(PRIVACY);
