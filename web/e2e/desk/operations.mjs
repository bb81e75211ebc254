// What an agent does at the bank: two keys, nothing shown as done before it is, nothing ordered twice.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function operations(watched, mock) {
  const { page } = watched;
  const { desk, operations: bank } = mock;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Bank operations' });
  const away = () => page.getByRole('heading', { name: 'Bank operations' }).click();
  const does = async (digit) => {
    await away();
    await page.keyboard.press('d');
    await panel.getByRole('button', { name: /Report loss/ }).waitFor();
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
    await does('4');
    await panel.getByText('Outcome not known').waitFor();
    await does('3');
    await panel.getByText('Waits for a supervisor').waitFor();
    await watched.everyWay('operations-open');
    await english();
    bank.settle();
    await panel.getByText('Outcome not known').waitFor({ state: 'detached' });
    assert.equal(await panel.getByText(/reference OP-77/).count(), 2);
  });

  await step('what the rules do not allow is not sent', async () => {
    const before = bank.asked.length;
    await does('5');
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
