// What an agent does at the bank: two keys, nothing shown as done before it is, nothing ordered twice.
import assert from 'node:assert/strict';
import { LANGUAGES, step } from '../browser.mjs';
import { bar } from './life.mjs';

/** Each operation: its key in the list of the mock, how it ends there, and its name in each language. */
const ALL = {
  report_loss: { key: '1', names: { zh: '挂失', ko: '분실 신고', en: 'Report loss' } },
  freeze: { key: '2', names: { zh: '冻结', ko: '사용 정지', en: 'Freeze' } },
  raise_limit: { key: '9', ends: 'waiting', names: { zh: '临时提额', ko: '임시 한도 상향', en: 'Raise limit' } },
  adjust_interest: { key: '5', ends: 'unknown', names: { zh: '利息减免', ko: '이자 조정', en: 'Adjust interest' } },
  adjust_fee: { key: '6', names: { zh: '手续费减免', ko: '수수료 조정', en: 'Give back fee' } },
  adjust_annual_fee: { key: '7', names: { zh: '年费减免', ko: '연회비 조정', en: 'Give back annual fee' } },
  instalment: { key: 'a', names: { zh: '账单分期', ko: '할부 전환', en: 'Pay in instalments' } },
  replace_card: { key: '3', names: { zh: '补换卡', ko: '카드 재발급', en: 'Replace card' } },
  set_transfer_limit: { key: 'b', names: { zh: '转账限额', ko: '이체 한도 변경', en: 'Transfer limit' } },
  resend_statement: { key: 'c', names: { zh: '补寄账单', ko: '청구서 재발송', en: 'Resend statement' } },
  dispute: { key: '8', names: { zh: '交易争议', ko: '거래 이의 제기', en: 'Dispute purchase' } },
  unlock: { key: '4', names: { zh: '解锁', ko: '잠금 해제', en: 'Unlock' } },
  reverse: { key: 'e', names: { zh: '撤销', ko: '취소', en: 'Undo' } },
};
const TITLES = { zh: '业务办理', ko: '업무 처리', en: 'Bank operations' };
const WHY = { zh: '原因', ko: '사유', en: 'Reason' };
const WHEN = { zh: '办理时间', ko: '처리 시점', en: 'When' };
const AGREED = { zh: '条件办理', ko: '조건부 처리', en: 'Agreed on a condition' };
const WITHDRAW = { zh: '撤回', ko: '철회', en: 'Withdraw' };
const ENDS = {
  done: { zh: '已办理', ko: '처리 완료', en: 'Done' },
  waiting: { zh: '等待主管同意', ko: '관리자 승인 대기', en: 'Waits for a supervisor' },
  conditional: { zh: '条件满足后自动办理', ko: '조건이 충족되면 자동 처리', en: 'Goes ahead by itself' },
  withdrawn: { zh: '已撤回', ko: '철회됨', en: 'was withdrawn' },
  unknown: { zh: '结果未知', ko: '결과를 알 수 없어', en: 'Outcome not known' },
};

const BY = { zh: '最迟还款日', ko: '납부 기한', en: 'Paid by' };
const SHORT = { zh: '还清后办理', ko: '완납 후 처리', en: 'When paid' };
const NO_CONDITION = { zh: '不能附还款条件', ko: '납부 조건을 붙일 수 없습니다', en: 'cannot be made to wait' };

/** Two keys for each operation in each language, and the same with another amount and another reason. */
async function each(watched, mock) {
  const { page } = watched;
  const bank = mock.operations;
  for (const [tag, name] of Object.entries(LANGUAGES)) {
    await step(`each operation takes two keys: ${name}`, async () => {
      await page.getByRole('button', { name, exact: true }).click();
      const panel = page.getByRole('region', { name: TITLES[tag] });
      bank.forget();
      bank.loses = null;
      for (const [operation, { key, ends = 'done', names }] of Object.entries(ALL)) {
        await page.getByRole('heading', { name: TITLES[tag] }).click();
        await page.keyboard.press('d');
        await panel.getByRole('button', { name: names[tag] }).first().waitFor();
        await page.keyboard.press(key);
        const told = panel.getByRole('listitem').filter({ hasText: names[tag] }).filter({ hasText: ENDS[ends][tag] });
        await told.first().waitFor();
        assert.equal(bank.asked.at(-1).operation, operation);
        assert.match(bank.asked.at(-1).key, /^[0-9a-f]{32}$/);
      }
      assert.equal(new Set(bank.asked.map(({ key }) => key)).size, Object.keys(ALL).length, 'each has a key of its own');
      await watched.held(`each operation ${tag}`);
      await watched.accessible(`each operation ${tag}`);
      await watched.picture(`operations-each-${tag}`);
    });
    await step(`an amount and a reason are changed first: ${name}`, async () => {
      const panel = page.getByRole('region', { name: TITLES[tag] });
      await page.getByRole('heading', { name: TITLES[tag] }).click();
      await page.keyboard.press('d');
      await panel.getByRole('button', { name: ALL.adjust_fee.names[tag] }).first().waitFor();
      await page.keyboard.press('Shift+Digit6');
      const amount = panel.getByRole('textbox');
      await amount.fill('31');
      await page.keyboard.press('Enter');
      assert.equal(await amount.getAttribute('aria-invalid'), 'true', 'more than there is to give is not sent');
      const before = bank.asked.length;
      await watched.picture(`operations-form-${tag}`);
      await watched.accessible(`operations form ${tag}`);
      await amount.fill('12.50');
      await panel.getByRole('combobox', { name: WHY[tag] }).selectOption('bank_error');
      await amount.press('Enter');
      await panel.getByRole('listitem').filter({ hasText: '12.50' }).waitFor();
      assert.equal(bank.asked.length, before + 1);
      const { operation, amount_minor: minor, currency, reason } = bank.asked.at(-1);
      assert.deepEqual({ operation, minor, currency, reason }, { operation: 'adjust_fee', minor: 1_250, currency: 'CNY', reason: 'bank_error' });
    });
    await step(`two keys, with Alt, agree on the condition that is offered: ${name}`, async () => {
      const panel = page.getByRole('region', { name: TITLES[tag] });
      const { conditions: [first] } = bank.proposals().find((one) => one.operation === 'adjust_fee');
      const agreed = panel.getByRole('listitem').filter({ hasText: ENDS.conditional[tag] });
      for (const does of [() => page.keyboard.press('Alt+Digit6'), () => panel.getByText(SHORT[tag], { exact: true }).click()]) {
        bank.forget();
        await page.getByRole('heading', { name: TITLES[tag] }).click();
        await page.keyboard.press('d');
        await panel.getByRole('button', { name: ALL.adjust_fee.names[tag] }).first().waitFor();
        await does();
        await agreed.first().waitFor();
        assert.deepEqual(bank.asked.map(({ operation, when }) => ({ operation, when })), [{ operation: 'adjust_fee', when: first }]);
      }
      await page.keyboard.press('d');
      await panel.getByRole('button', { name: ALL.freeze.names[tag] }).first().waitFor();
      await page.keyboard.press('Alt+Digit2');
      await panel.getByText(NO_CONDITION[tag]).waitFor();
      assert.equal(bank.asked.length, 1, 'what cannot wait is not done at once either');
      await page.keyboard.press('d');
      bank.forget();
    });
    await step(`what is agreed on a condition is listed by its day, and taken back: ${name}`, async () => {
      const panel = page.getByRole('region', { name: TITLES[tag] });
      const agreed = page.getByRole('region', { name: AGREED[tag] });
      bank.forget();
      for (const [days, state] of [[1], [0], [-1, 'lapsed']]) bank.agreed('C-3', days, state);
      await page.getByRole('heading', { name: TITLES[tag] }).click();
      await page.keyboard.press('d');
      await panel.getByRole('button', { name: ALL.adjust_fee.names[tag] }).first().waitFor();
      await page.keyboard.press('Shift+Digit6');
      await panel.getByRole('combobox', { name: WHEN[tag] }).selectOption({ index: 1 });
      const by = panel.getByRole('textbox', { name: BY[tag] });
      const { by: day } = bank.proposals().find((one) => one.operation === 'adjust_fee').conditions[0];
      await by.fill('2019-02-30');
      await by.press('Enter');
      assert.equal(await by.evaluate((input) => input.validity.valid), false, 'no day is not sent');
      await by.fill(day.replaceAll('-', ''));
      await watched.picture(`operations-condition-${tag}`);
      await watched.accessible(`operations condition ${tag}`);
      await panel.getByRole('textbox').first().press('Enter');
      await panel.getByRole('listitem').filter({ hasText: ENDS.conditional[tag] }).waitFor();
      const { operation, when } = bank.asked.at(-1);
      assert.deepEqual({ operation, when }, { operation: 'adjust_fee', when: bank.proposals().find((one) => one.operation === operation).conditions[0] });
      await agreed.getByRole('button', { name: AGREED[tag] }).click();
      const lines = agreed.getByRole('listitem');
      await lines.nth(3).waitFor();
      assert.match(await lines.nth(3).innerText(), new RegExp(ALL.adjust_fee.names[tag]), 'what is due last comes last');
      await watched.picture(`operations-agreed-${tag}`);
      await watched.accessible(`operations agreed ${tag}`);
      await lines.nth(3).getByRole('button', { name: WITHDRAW[tag] }).click();
      await agreed.getByText(ENDS.withdrawn[tag]).waitFor();
      assert.equal(await lines.first().getByRole('button').count(), 0, 'what lapsed is not taken back');
      await agreed.getByRole('button', { name: AGREED[tag] }).click();
      bank.forget();
    });
  }
}

export async function operations(watched, mock) {
  const { page } = watched;
  const { desk, operations: bank } = mock;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Bank operations' });
  const away = () => page.getByRole('heading', { name: 'Bank operations' }).click();
  const does = async (digit) => {
    await away();
    await page.keyboard.press('d');
    await panel.getByRole('button', { name: /Report loss/ }).first().waitFor();
    await page.keyboard.press(digit);
  };

  await step('what can be done at the bank is spelt out, with why not', async () => {
    desk.ring({ language: 'zh', verified: true });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await english();
    await away();
    await page.keyboard.press('d');
    await panel.getByText('at most 100 % more').waitFor();
    await watched.everyWay('operations');
    await english();
    await page.keyboard.press('d');
  });

  await step('two keys freeze a card, and it is done when the bank has said so', async () => {
    await does('2');
    await panel.getByText(/Done; reference OP-1/).waitFor();
    assert.equal(bank.asked.at(-1).operation, 'freeze');
  });

  await step('an answer that is lost is not ordered again', async () => {
    await does('1');
    await panel.getByText('No answer came').waitFor();
    await page.keyboard.press('1');
    await panel.getByRole('listitem').filter({ hasText: 'Report loss' }).filter({ hasText: 'Done' }).waitFor();
    const keys = bank.asked.filter(({ operation }) => operation === 'report_loss').map(({ key }) => key);
    assert.equal(new Set(keys).size, 1, 'the same press has the same key');
    assert.equal(keys.length, 2);
  });

  await step('what nobody knows is said to be unknown, and what waits to wait', async () => {
    await does('5');
    await panel.getByText('Outcome not known').waitFor();
    await does('9');
    await panel.getByText('Waits for a supervisor').waitFor();
    await watched.everyWay('operations-open');
    await english();
    bank.settle();
    await panel.getByText('Outcome not known').waitFor({ state: 'detached' });
    await panel.getByText(/reference OP-77/).nth(1).waitFor();
  });

  await each(watched, mock);
  await english();
  await step('what the rules do not allow is not sent', async () => {
    const before = bank.asked.length;
    await does('f');
    await panel.getByText('Not done: at most 100 % more; at most 2 times in 365 days').waitFor();
    assert.equal(bank.asked.length, before);
    await page.keyboard.press('Escape');
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  });
  // The answer that was lost.
  watched.quiet('operations', /503/);
}

/** An agent with thirty lines: every one has a key, and what it is about is read at a glance. */
export async function thirty(watched, mock) {
  const { page } = watched;
  const { desk, operations: bank } = mock;
  const panel = page.getByRole('region', { name: 'Bank operations' });
  await step('thirty lines stand in groups, on a small screen as well', async () => {
    const few = bank.proposals();
    const cards = ['621700******4410', '622155******7705'];
    const more = few.filter(({ card }) => card.includes('9021')).flatMap((one) => cards.map((card) => ({ ...one, card, bounds: null })));
    bank.proposals = () => [...few, ...more].slice(0, 34);
    desk.ring({ language: 'zh', verified: true });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('heading', { name: 'Bank operations' }).click();
    await page.keyboard.press('d');
    await panel.getByRole('heading', { name: 'Not possible now' }).waitFor();
    const keys = await panel.locator('ol kbd').allInnerTexts();
    assert.equal(new Set(keys).size, 34);
    assert.ok(keys.every((key) => /^[1-9A-Z]$/.test(key)), keys.join());
    await panel.locator('ol').first().scrollIntoViewIfNeeded();
    await watched.everyWay('operations-long');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await panel.getByRole('heading', { name: 'Not possible now' }).scrollIntoViewIfNeeded();
    await watched.picture('operations-long-end');
    await page.setViewportSize({ width: 1366, height: 768 });
    delete bank.proposals;
    await page.keyboard.press('Escape');
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  });
  watched.quiet('operations, thirty');
}
