//! The catalogue's rows for what the built-in prompts say, in short; dots of their names are underscores here.

import { learn, type Row } from './catalogue';

export const PROMPTS = {
  'prompt.greeting': ['欢迎语', '환영 인사', 'the greeting'],
  'prompt.welcome': ['排队欢迎语', '대기 안내', 'the welcome to the queue'],
  'prompt.recording': ['录音告知', '녹음 고지', 'the recording notice'],
  'prompt.menu': ['菜单', '메뉴', 'the menu'],
  'prompt.music': ['等待音乐', '대기 음악', 'music'],
  'prompt.key_unused': ['“按键无效”', '“없는 번호” 안내', '“that key is not in use”'],
  'prompt.key_none': ['“未听到按键”', '“입력 없음” 안내', '“nothing was entered”'],
  'prompt.number_ask': ['请输入客户号', '고객 번호 요청', 'the request for the customer number'],
  'prompt.number_short': ['“客户号不完整”', '“고객 번호 부족” 안내', '“the number is not complete”'],
  'prompt.pin_ask': ['请输入密码', '비밀번호 요청', 'the request for the PIN'],
  'prompt.pin_short': ['“密码不完整”', '“비밀번호 부족” 안내', '“the PIN is not complete”'],
  'prompt.pin_wrong': ['“密码错误”', '“비밀번호 오류” 안내', '“the PIN is wrong”'],
  'prompt.pin_refused': ['“身份未能确认”', '“본인 확인 실패” 안내', '“we could not confirm who is calling”'],
  'prompt.pin_locked': ['“密码已锁定”', '“비밀번호 잠김” 안내', '“the PIN is locked”'],
  'prompt.notice_disruption': ['“服务暂时中断”', '“서비스 장애” 안내', '“some services are interrupted”'],
  'prompt.bank_unavailable': ['“暂时无法核实”', '“확인 불가” 안내', '“we cannot check this at present”'],
  'prompt.help': ['“可直接转人工”', '“상담원 연결 가능” 안내', '“you can also speak to an agent”'],
  'prompt.connecting': ['“正在转接坐席”', '“상담원 연결 중” 안내', '“we are connecting you”'],
  'prompt.lost': ['“正在优先办理挂失”', '“분실 신고 우선 연결” 안내', '“reporting a lost card, with priority”'],
  'prompt.closed': ['“非服务时间”', '“운영 시간 외” 안내', '“we are closed”'],
  'prompt.full': ['“线路繁忙”', '“통화량 많음” 안내', '“all lines are busy”'],
  'prompt.unstaffed': ['“暂无坐席”', '“상담원 없음” 안내', '“nobody is here to take the call”'],
  'prompt.news': ['优惠信息', '혜택 안내', 'the news'],
  'prompt.goodbye': ['结束语', '종료 인사', 'the goodbye'],
  'prompt.hold': ['“请稍候”', '“잠시만 기다려 주십시오” 안내', '“please hold”'],
  'prompt.callback_offer': ['“可选择回呼”', '“콜백 안내”', '“we can call you back”'],
  'prompt.callback_confirm': ['“请确认回呼号码”', '“콜백 번호 확인” 안내', '“we call you on this number”'],
  'prompt.callback_promised': ['“位置已保留”', '“순서 유지” 안내', '“your place is kept”'],
  'prompt.ringing': ['回铃音', '호출음', 'the ringing tone'],
  'prompt.position': ['排队位次', '대기 순번', 'the place in the queue'],
  'prompt.wait': ['预计等待时间', '예상 대기 시간', 'the time to wait'],
} as const satisfies Record<string, Row>;

learn(PROMPTS);
