//! The catalogue's rows for the rules of authority: the text in force, its versions, a trial, and asking for others.

import { learn, type Row } from './catalogue';

export const AUTHORITY = {
  'authority.now': ['当前生效', '시행 중', 'In force'],
  'authority.version': ['第 {{version}} 版', '{{version}}판', 'Version {{version}}'],
  'authority.number': ['版本', '판', 'Version'],
  'authority.first': ['首次生效', '처음 시행', 'First in force'],
  'authority.versions': ['历次版本', '지난 판', 'Versions'],
  'authority.file.same': ['与规则文件一致。', '규칙 파일과 같습니다.', 'The file of rules says the same.'],
  'authority.file.differs': [
    '与规则文件不同：下次启动或重新读取文件时，将以文件为准。请同时更新文件。',
    '규칙 파일과 다릅니다. 다음 시작이나 파일을 다시 읽을 때 파일의 내용이 시행되므로 파일도 함께 고쳐 주십시오.',
    'The file of rules says otherwise, and comes into force at the next start, or when it is read again: change it as well.',
  ],
  'authority.file.faulty': ['规则文件有误：下次将无法启动。', '규칙 파일에 오류가 있어 다음에 시작할 수 없습니다.', 'The file of rules has faults: the next start would fail.'],
  'authority.file.none': ['没有规则文件：启动后沿用最近生效的版本。', '규칙 파일이 없습니다. 시작하면 마지막으로 시행한 판을 그대로 씁니다.', 'There is no file of rules: a start goes on by what was in force last.'],
  'authority.begin': ['起草新版本', '새 판 작성', 'Write another version'],
  'authority.back': ['恢复此版', '이 판으로 되돌리기', 'Go back to it'],
  'authority.draft': ['新版本', '새 판', 'Another version'],
  'authority.draft.hint': [
    '第一行写明版本号，须为未用过的号码；恢复旧版时保持原文。试算不会改变任何内容。',
    '첫 줄에 아직 쓰지 않은 판 번호를 적으십시오. 이전 판으로 되돌릴 때는 원문 그대로 두십시오. 시험은 아무것도 바꾸지 않습니다.',
    'The first line says a number that was not used yet; an earlier version comes back word for word. Trying changes nothing.',
  ],
  'authority.line': ['第 {{line}} 行', '{{line}}행', 'Line {{line}}'],
  'authority.try': ['试算最近 30 天', '최근 30일로 시험', 'Try it on the last 30 days'],
  'authority.ask': ['申请生效', '시행 요청', 'Ask for it'],
  'authority.discard': ['放弃', '취소', 'Leave it'],
  'authority.waits': ['已提交，须由另一位主管批准，有效期至 {{until}}。', '요청했습니다. 다른 관리자가 {{until}}까지 승인해야 합니다.', 'It waits for another supervisor until {{until}}.'],
  'authority.trial': ['若按第 {{version}} 版', '{{version}}판을 적용했다면', 'By version {{version}}'],
  'authority.trial.of': [
    '最近 {{days}} 天共 {{tried}} 笔业务，其中 {{changed}} 笔的决定会不同。',
    '최근 {{days}}일 동안의 업무 {{tried}}건 중 {{changed}}건의 결정이 달라집니다.',
    'Orders of the last {{days}} days: {{tried}}. Decided otherwise: {{changed}}.',
  ],
  'authority.trial.hint': ['当时被拒绝的业务没有记录，不在试算之内。', '당시 거절된 업무는 기록이 없어 시험하지 않습니다.', 'What was refused has no order, and is not tried.'],
  'authority.trial.untold': ['另有 {{count}} 笔由旧版本办理，无法试算。', '이전 릴리스에서 처리된 {{count}}건은 시험할 수 없습니다.', 'Of an earlier release, and not tried: {{count}}.'],
  'authority.trial.count': ['{{orders}} 笔由“{{was}}”变为“{{would}}”', '{{orders}}건: {{was}} → {{would}}', '{{orders}} {{would}} in place of {{was}}'],
  'authority.decision.alone': ['独自办理', '단독 처리', 'alone'],
  'authority.decision.second_person': ['须第二人同意', '두 번째 사람 승인', 'by two'],
  'authority.decision.refused': ['不允许', '불가', 'refused'],
  'authority.contact': ['联络', '상담', 'Contact'],
  'authority.agent': ['坐席', '상담원', 'Agent'],
  'authority.what': ['业务', '업무', 'Operation'],
  'authority.would': ['新决定', '달라진 결정', 'Would be'],
  'authority.why': ['原因', '이유', 'Why'],
  'authority.asked': ['待批准的规则', '승인을 기다리는 규칙', 'Asked for'],
  'authority.asked.at': ['时间', '시각', 'When'],
  'authority.asked.by': ['{{name}} 于 {{at}} 申请', '{{name}} 요청, {{at}}', 'asked for by {{name}}, {{at}}'],
  'authority.asked.until': ['有效期至 {{until}}', '{{until}}까지', 'Until {{until}}'],
} as const satisfies Record<string, Row>;

learn(AUTHORITY);
