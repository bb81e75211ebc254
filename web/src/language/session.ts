//! The catalogue's rows for signing in, and for whoever was signed out.

import { learn, type Row } from './catalogue';

export const SESSION = {
  'session.title': ['登录', '로그인', 'Sign in'],
  'session.token': ['访问令牌', '접속 토큰', 'Access token'],
  'session.enter': ['登录', '로그인', 'Sign in'],
  'session.empty': ['请输入令牌。', '토큰을 입력하십시오.', 'Enter the token.'],
  'session.wrong': ['令牌不正确或已失效，请核对后重新输入。', '토큰이 올바르지 않거나 만료되었습니다. 확인 후 다시 입력해 주십시오.', 'This token is wrong or no longer valid. Please check it and enter it again.'],
  'session.expired': [
    '您的令牌已失效，请使用新的令牌登录。',
    '토큰이 만료되어 로그아웃되었습니다. 새 토큰으로 로그인해 주십시오.',
    'Your token is no longer valid, so you were signed out. Please sign in with a new one.',
  ],
  'session.signedOut': ['您已退出登录，此浏览器不再保存令牌。', '로그아웃되었으며, 이 브라우저에 저장된 토큰을 삭제했습니다.', 'You are signed out, and the token has been removed from this browser.'],
  'session.hint': ['令牌从哪里获取？', '토큰은 어디에서 확인합니까?', 'Where do I find the token?'],
  'session.hint.demo': [
    '演示：{{command}} 的终端看板底部，“主管令牌”一行。',
    '시연: {{command}} 터미널 현황판 맨 아래 “관리자 토큰” 줄에 있습니다.',
    'Demonstration: at the foot of the board of {{command}}, in the line “supervisor’s token”.',
  ],
  'session.hint.serve': [
    '正式运行：{{command}} 首次启动时在终端显示一次。',
    '실제 운영: {{command}}를 처음 시작할 때 터미널에 한 번만 표시됩니다.',
    'In service: {{command}} shows it once in its terminal, at the first start.',
  ],
  'session.hint.kept': [
    '令牌只保存在此标签页，关闭标签页或退出后即清除。',
    '토큰은 이 탭에만 보관되며, 탭을 닫거나 로그아웃하면 지워집니다.',
    'It is kept in this tab only, until the tab is closed or you sign out.',
  ],
  'session.name': ['账号', '계정', 'Account'],
  'session.password': ['密码', '비밀번호', 'Password'],
  'session.password.new': ['新密码（至少 12 个字符）', '새 비밀번호(12자 이상)', 'New password, 12 characters or more'],
  'session.password.again': ['再次输入新密码', '새 비밀번호 확인', 'The new password again'],
  'session.password.exchange': ['这是一次性密码，请设置您自己的密码。', '일회용 비밀번호입니다. 사용할 비밀번호를 정해 주십시오.', 'This password works once. Please choose one of your own.'],
  'session.password.unfit': ['新密码至少 12 个字符，且不能包含账号名。', '새 비밀번호는 12자 이상이며 계정 이름을 포함할 수 없습니다.', 'The new password has 12 characters or more, and is not the account’s name.'],
  'session.password.differs': ['两次输入的新密码不一致。', '새 비밀번호가 서로 다릅니다.', 'The new password was not entered the same way twice.'],
  'session.password.expired': ['此一次性密码已过期，请让管理员重新发放。', '일회용 비밀번호가 만료되었습니다. 관리자에게 다시 요청해 주십시오.', 'This one-time password has expired. Please have another one given out.'],
  'session.code': ['验证码或恢复码', '인증 코드 또는 복구 코드', 'Code of your device, or a recovery code'],
  'session.code.ask': ['请输入认证应用显示的 6 位验证码。', '인증 앱에 표시된 6자리 코드를 입력해 주십시오.', 'Enter the six digits that your authenticator shows.'],
  'session.code.wrong': ['验证码错误、已过期或已使用。连续 6 次错误将锁定账号。', '코드가 틀렸거나 만료되었거나 이미 사용되었습니다. 6회 연속 오류 시 계정이 잠깁니다.', 'The code is wrong, too old, or was used. Six errors in a row lock the account.'],
  'session.refused': ['账号或密码错误，或账号已锁定（连续 6 次错误）。', '계정 또는 비밀번호가 틀렸거나, 6회 연속 오류로 계정이 잠겼습니다.', 'Account or password is wrong, or the account is locked after six errors.'],
  'session.slow': ['此地址错误次数过多，请一分钟后重试。', '이 주소에서 오류가 너무 많습니다. 1분 뒤에 다시 시도해 주십시오.', 'Too many errors came from this address. Please wait a minute.'],
  'session.both': ['请输入账号和密码。', '계정과 비밀번호를 입력해 주십시오.', 'Enter account and password.'],
  'session.by.name': ['用账号和密码登录', '계정과 비밀번호로 로그인', 'Sign in by name and password'],
  'session.by.token': ['用访问令牌登录', '접속 토큰으로 로그인', 'Sign in with an access token'],
  'session.idle': ['因 10 分钟无操作（或会话被结束），您已退出登录。重新登录即可继续。', '10분 동안 사용하지 않았거나 세션이 종료되어 로그아웃되었습니다. 다시 로그인하면 이어서 할 수 있습니다.', 'You were signed out after ten idle minutes, or your session was ended. Sign in again to go on.'],
  'session.work': ['您写下的内容仍在此标签页中：{{count}} 条未保存的备注。用同一账号登录即可继续；用其他账号登录将删除它们。', '작성하신 내용은 이 탭에 남아 있습니다. 저장되지 않은 메모 {{count}}건. 같은 계정으로 로그인하면 이어지고, 다른 계정으로 로그인하면 지워집니다.', 'What you wrote is still in this tab, notes not saved: {{count}}. Sign in as yourself to go on; signing in as somebody else deletes them.'],
} as const satisfies Record<string, Row>;

learn(SESSION);
