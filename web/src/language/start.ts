//! The catalogue's rows for the first visit: what there is to try.

import { learn, type Row } from './catalogue';

export const START = {
  'start.title': ['先试一试', '먼저 해 보십시오', 'What to try'],
  'start.demonstration': ['这是演示：客户、银行和来电都是虚构的。', '시연 화면입니다. 고객, 은행, 전화는 모두 가상입니다.', 'This is a demonstration: customers, bank and calls are made up.'],
  'start.as.agent': ['以坐席 {{agent}} 登录', '상담원 {{agent}}(으)로 로그인', 'Sign in as agent {{agent}}'],
  'start.as.supervisor': ['以主管登录', '관리자로 로그인', 'Sign in as supervisor'],
  'start.as.engineer': ['以工程师登录', '엔지니어로 로그인', 'Sign in as engineer'],
  'start.as.viewer': ['以观察员登录', '참관자로 로그인', 'Sign in as viewer'],
  'start.agent.1': ['戴上耳麦，允许浏览器使用麦克风。', '헤드셋을 쓰고 마이크 사용을 허용합니다.', 'Put on a headset and allow the microphone.'],
  'start.agent.2': ['按 {{key}} 就绪：20 秒内会有客户来电。', '{{key}} 키로 상담 가능으로 바꾸면 20초 안에 전화가 옵니다.', 'Press {{key}} to go ready: a customer calls within 20 seconds.'],
  'start.agent.3': ['按 {{key}} 接听，照开场白问候，记下备注，选择处理结果。', '{{key}} 키로 받아 인사말을 하고, 메모를 쓰고, 처리 결과를 고릅니다.', 'Answer with {{key}}, greet, write the note, choose the outcome.'],
  'start.agent.4': ['通话中刷新页面：通话还在，文字也在。', '통화 중에 새로 고침해 보십시오. 통화도 글도 그대로입니다.', 'Reload the page in the middle of a call: the call is still up, and so is what you typed.'],
  'start.supervisor.1': ['在大屏上看队列和坐席，每个数字都能点开对应的联络。', '현황판에서 큐와 상담원을 보고, 숫자를 눌러 해당 접촉을 엽니다.', 'Watch queues and agents on the wallboard; each figure opens its contacts.'],
  'start.supervisor.2': ['打开一条已结束的联络，听录音，看经过。', '끝난 접촉을 열어 녹취를 듣고 경과를 봅니다.', 'Open a finished contact: hear its recording, read what happened.'],
  'start.supervisor.3': ['更改坐席状态，或关闭一个队列，看来电如何改道。', '상담원 상태를 바꾸거나 큐를 닫고 전화 흐름을 봅니다.', 'Change an agent’s state, or close a queue, and see where calls go.'],
  'start.sees.supervisor': ['大屏、联络与录音、报表', '현황판, 고객 접촉과 녹취, 통계', 'Wallboard, contacts and recordings, figures'],
  'start.sees.other': ['只读查看', '읽기 전용', 'To look around'],
  'start.call.language': ['语言', '언어', 'Language'],
  'start.call.hotline': ['热线', '대표번호', 'Hotline'],
  'start.call.visitor': ['直接打给您', '상담원 체험 번호', 'Rings at your own desk'],
  'start.call': ['自己打一个电话', '직접 전화 걸기', 'Call it yourself'],
  'start.call.hint': ['用本机的任意 SIP 电话拨打：', '이 컴퓨터의 아무 SIP 전화로나 거십시오:', 'With any SIP telephone on this machine:'],
  'start.token': ['或使用令牌登录', '또는 토큰으로 로그인', 'Or sign in with a token'],
} as const satisfies Record<string, Row>;

learn(START);
