//! The catalogue's rows for what has to be known on whatever page.

import { learn, type Row } from './catalogue';

export const WATCH = {
  'session.here': ['您回来了，页面和所写内容都在。', '다시 오셨습니다. 화면과 작성하신 내용이 그대로 있습니다.', 'Welcome back: the page and what you wrote are as you left them.'],
  'session.here.notes': ['您回来了：{{count}} 条未保存的备注仍在，正在保存。', '다시 오셨습니다. 저장되지 않은 메모 {{count}}건이 남아 있으며 저장하는 중입니다.', 'Welcome back: your unsaved notes are here and are being saved, {{count}} of them.'],
  'session.soon': ['无操作，将在 {{seconds}} 秒后退出登录。所写内容会保留。', '사용하지 않아 {{seconds}}초 뒤 로그아웃됩니다. 작성하신 내용은 남아 있습니다.', 'Nobody seems to be here: signing out in {{seconds}} s. What you wrote is kept.'],
  'session.stay': ['继续使用', '계속 사용', 'Stay'],
  'session.enrol': ['您的角色须启用两步验证，启用后方可使用其他功能。', '이 역할은 2단계 인증이 필요합니다. 등록한 뒤에 다른 기능을 사용할 수 있습니다.', 'Your role needs a second factor. Enrol one, and everything else opens.'],
  'alarm.emergency': ['应急账号已被启用（{{time}}，来自 {{from}}）。请核实原因，之后重新封存。', '비상 계정이 사용되었습니다({{time}}, {{from}}). 사유를 확인하고 다시 봉인해 주십시오.', 'The emergency account was opened at {{time}} from {{from}}. Look into it, and have it sealed again.'],
  'alarm.approvals': ['等待您审批的请求：{{count}}', '승인을 기다리는 요청: {{count}}건', 'Requests that wait for you: {{count}}'],
  'alarm.broken': ['有 {{count}} 次越权查看客户信息，待隐私专员核查。', '권한 없이 고객 정보를 조회한 {{count}}건이 있습니다. 보호담당자가 확인해야 합니다.', 'Somebody saw a customer’s data without being permitted to, {{count}} times; a privacy officer has to look into it.'],
  'alarm.look': ['查看', '보기', 'Look'],
} as const satisfies Record<string, Row>;

learn(WATCH);
