//! The catalogue's rows for who is on the line: finding customers, and callers who are somebody else.

import { learn, type Row } from './catalogue';
import './tiers';

export const FINDER = {
  'finder.title': ['来电人', '전화한 사람', 'Who is calling'],
  'finder.open': ['查找客户', '고객 찾기', 'Find the customer'],
  'finder.close': ['收起', '닫기', 'Close'],
  'finder.by': ['按什么查找', '찾는 방법', 'Find by'],
  'finder.by.name': ['姓名', '이름', 'Name'],
  'finder.by.telephone': ['登记的电话号码', '등록된 전화번호', 'Registered telephone number'],
  'finder.by.document': ['证件号码', '신분증 번호', 'Identity document number'],
  'finder.by.card': ['卡号', '카드 번호', 'Card number'],
  'finder.born': ['生日（可不填）', '생년월일 (선택)', 'Birthday (optional)'],
  'finder.name.hint': ['汉字、韩文或拼音，可只写一部分', '한글, 한자 또는 로마자, 일부만 입력 가능', 'In any writing, or a part of it'],
  'finder.find': ['查找', '찾기', 'Find'],
  'finder.none': ['没有符合的客户', '일치하는 고객이 없습니다', 'No customer fits'],
  'finder.many': ['有 {{count}} 位客户符合，请再多问一些（如生日）', '일치하는 고객 {{count}}명, 생년월일 등을 더 물어보십시오', '{{count}} customers fit: ask for more, such as the birthday'],
  'finder.choose': ['是这位客户', '이 고객입니다', 'It is this customer'],
  'finder.ask': ['请先口头核对，再选择', '먼저 말로 확인한 다음 선택하십시오', 'Ask before you choose'],
  'finder.several': ['有 {{count}} 位客户登记了这个号码，请先问清是哪一位', '이 번호를 등록한 고객이 {{count}}명입니다. 어느 고객인지 먼저 물어보십시오', '{{count}} customers registered this number: ask which of them is calling'],
  'finder.several.show': ['显示这些客户', '고객 목록 보기', 'Show them'],
  'finder.withheld': ['号码未显示：请询问姓名或号码后查找', '번호가 표시되지 않았습니다. 이름이나 번호를 물어 찾으십시오', 'The number is withheld: ask for a name or a number, and find the customer'],
  'finder.unknown': ['请询问姓名或号码后查找', '이름이나 번호를 물어 찾으십시오', 'Ask for a name or a number, and find the customer'],
  'finder.undo': ['不是这位，撤销', '이 고객이 아님, 취소', 'Not this one: undo'],
  'finder.third': ['来电人不是本人', '본인이 아닌 사람의 전화', 'The caller is not the customer'],
  'finder.third.not': ['来电人是本人', '본인의 전화', 'The caller is the customer'],
  'finder.third.hint': [
    '第三方来电：只显示挂失和冻结所需的内容，其他业务须本人办理',
    '제3자의 전화: 분실 신고와 동결에 필요한 내용만 표시되며, 다른 업무는 본인만 할 수 있습니다',
    'Third party: only what a loss report or a freeze needs is shown; everything else is for the customer alone',
  ],
  'finder.problem.number': ['号码不正确，请再核对（卡号末位为校验码）', '번호가 올바르지 않습니다. 다시 확인하십시오 (카드 번호 끝자리는 검증 숫자)', 'The number is not right, check it again (the last digit of a card checks the others)'],
  'finder.problem.text': ['姓名太短，请至少输入一个汉字、一个韩文字或两个字母', '이름이 너무 짧습니다. 한 글자 또는 로마자 두 글자 이상 입력하십시오', 'Too little of a name: one character, or two letters, at least'],
  'finder.problem.born': ['请选择日期', '날짜를 선택하십시오', 'Choose a day'],
  'finder.problem': ['现在无法查找，请稍后再试', '지금은 찾을 수 없습니다. 잠시 후 다시 시도하십시오', 'Nobody can be looked for now; try again in a moment'],
  'finder.late': [
    '行内客户索引尚未就绪（已完成 {{percent}}%），请稍后再查；电话号码和卡号现在即可查找',
    '은행의 고객 색인을 준비하는 중입니다({{percent}}%). 잠시 후 다시 찾으십시오. 전화번호와 카드 번호로는 지금 찾을 수 있습니다',
    'Late: the bank’s index is still being prepared ({{percent}} %). Try again in a moment; telephone and card numbers can be found now',
  ],
  'finder.refused': ['未能执行：通话已有变化，或已为该客户办理业务', '실행하지 못했습니다. 통화 상태가 바뀌었거나 이 고객의 업무가 이미 처리되었습니다', 'Not done: the call has changed, or something was done for this customer already'],
  'desk.level.identified': ['已识别，未核实', '고객 확인, 본인 미인증', 'Identified, not verified'],
  'desk.known.number': ['依据：来电号码，打电话的可能不是本人', '근거: 발신 번호, 본인이 아닐 수 있음', 'By the calling number: whoever calls may be somebody else'],
  'desk.known.invitation': ['依据：银行自有页面登录', '근거: 은행 페이지 로그인', 'By the bank’s own page'],
  'desk.known.agent': ['依据：来电人的陈述，谈账户前请先核实', '근거: 전화한 사람의 진술. 계좌를 말하기 전에 본인 인증을 하십시오', 'By what the caller said: verify before you speak about accounts'],
  'desk.known.flow': ['依据：自动语音中输入的客户号和密码', '근거: ARS에서 입력한 고객 번호와 비밀번호', 'By customer number and PIN, keyed in before the call was answered'],
  'desk.known.secure_entry': ['依据：通话中安全输入的密码', '근거: 통화 중 보안 입력한 비밀번호', 'By a PIN keyed in during the call'],
  'desk.known.registered_number': ['依据：拨打银行登记的号码，客户接听', '근거: 은행에 등록된 번호로 걸어 고객이 받음', 'By an answer at the registered number'],
  'desk.known.one_time_code': ['依据：一次性验证码', '근거: 일회용 인증번호', 'By a one-time code'],
  'desk.panel.withheld': ['来电人不是本人，不予显示', '본인이 아니므로 표시하지 않습니다', 'Not shown: the caller is not the customer'],
  'unmet.holder': ['只有本人可以办理', '본인만 할 수 있음', 'only the customer may ask for it'],
  'keys.find': ['查找客户', '고객 찾기', 'Find the customer'],
  'keys.third': ['来电人是否本人', '본인 여부', 'Caller is the customer, or not'],
} as const satisfies Record<string, Row>;

learn(FINDER);
