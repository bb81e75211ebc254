//! The catalogue's rows for the first visit: what there is to try.

import { learn, type Row } from './catalogue';

export const START = {
  'start.title': ['从这里开始体验', '먼저 체험해 보십시오', 'What to try first'],
  'start.demonstration': ['这是演示环境：客户、银行和来电均为虚构，仅限本机访问，以下入口无需密码。', '시연 환경입니다. 고객, 은행, 전화는 모두 가상이며 이 컴퓨터에서만 접속할 수 있고, 아래 입구에는 비밀번호가 없습니다.', 'This is a demonstration: customers, bank and calls are made up. It is reached from this machine only, and the ways in below need no password.'],
  'start.as.agent': ['以坐席 {{agent}} 登录', '상담원 {{agent}}(으)로 로그인', 'Sign in as agent {{agent}}'],
  'start.as.supervisor': ['以主管登录', '관리자로 로그인', 'Sign in as supervisor'],
  'start.as.engineer': ['以工程师登录', '엔지니어로 로그인', 'Sign in as engineer'],
  'start.as.viewer': ['以观察员登录', '참관자로 로그인', 'Sign in as viewer'],
  'start.agent.1': ['戴上耳麦，并允许浏览器使用麦克风。', '헤드셋을 착용하고 마이크 사용을 허용해 주십시오.', 'Put on a headset and allow the browser to use the microphone.'],
  'start.agent.2': ['按 {{key}} 就绪，20 秒内会有客户来电。', '{{key}} 키를 눌러 상담 가능으로 바꾸면 20초 안에 전화가 옵니다.', 'Press {{key}} to go ready: a customer calls within 20 seconds.'],
  'start.agent.3': [
    '按 {{key}} 接听，按开场白问候客户，填写备注并选择处理结果。',
    '{{key}} 키로 받아 인사말을 하고, 메모를 쓰고, 처리 결과를 선택합니다.',
    'Press {{key}} to answer, greet the customer, write the note, choose the outcome.',
  ],
  'start.agent.4': [
    '试试在通话中刷新页面：通话不断，已写内容也不会丢失。',
    '통화 중에 새로 고침해 보십시오. 통화도, 작성한 내용도 그대로입니다.',
    'Reload the page in mid-call: the call stays up, and nothing you typed is lost.',
  ],
  'start.supervisor.1': [
    '在监控大屏上查看队列与坐席，点击任一数字即可打开对应的联络。',
    '현황판에서 큐와 상담원을 확인하고, 숫자를 눌러 해당 상담을 엽니다.',
    'Watch queues and agents on the wallboard; every figure opens its contacts.',
  ],
  'start.supervisor.2': ['打开一条已结束的联络，收听录音，查看处理经过。', '종료된 상담을 열어 녹취를 듣고 처리 경과를 확인합니다.', 'Open a finished contact: listen to its recording, read what happened.'],
  'start.supervisor.3': [
    '更改坐席状态，或关闭一个队列，观察来电如何分流。',
    '상담원 상태를 바꾸거나 큐를 마감하고 전화가 어떻게 흘러가는지 봅니다.',
    'Change an agent’s state or close a queue, and watch where the calls go.',
  ],
  'start.sees.supervisor': ['监控大屏、联络与录音、报表', '현황판, 상담 이력과 녹취, 통계', 'Wallboard, contacts and recordings, figures'],
  'start.sees.other': ['只读查看', '읽기 전용', 'To look around'],
  'start.call.language': ['语言', '언어', 'Language'],
  'start.call.hotline': ['热线', '대표번호', 'Hotline'],
  'start.call.visitor': ['直接打到您的工作台', '내 상담 화면으로 연결', 'Rings at your own desk'],
  'start.call': ['自己拨打试试', '직접 전화해 보기', 'Call it yourself'],
  'start.call.hint': ['在本机用任意 SIP 电话拨打：', '이 컴퓨터의 SIP 전화로 걸어 보십시오.', 'with any SIP telephone on this machine'],
  'start.token': ['或使用令牌登录', '또는 토큰으로 로그인', 'Or sign in with a token'],
} as const satisfies Record<string, Row>;

learn(START);
