// What is old says how old; what was promised is made, seen at the next call, kept, not kept and taken back.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function promises(watched, mock) {
  const { page } = watched;
  const { desk, promises: made } = mock;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const talk = async (how) => {
    desk.ring(how);
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    desk.works({ contacts: [], operations: [], promises: made.open });
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
  };
  const finish = async () => {
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  };
  const open = page.getByRole('region', { name: 'Open now' });
  const mine = page.getByRole('group').filter({ hasText: 'Promises to keep' });

  await step('what failed is shown with its age, which grows, and after the page is loaded anew', async () => {
    await english();
    await talk({ language: 'zh' });
    desk.stale('accounts', 42);
    const accounts = page.getByRole('region', { name: 'Accounts' });
    await accounts.getByText(/^stale by 4\d s$/).waitFor();
    await accounts.getByText('9558 **** 3310').waitFor();
    await watched.everyWay('stale');
    await english();
    await page.reload();
    await accounts.getByText(/^stale by (4|5|6)\d s$|^stale by 1:\d\d$/).waitFor();
  });

  await step('how the customer wishes to be served, and what happened, stand with the name', async () => {
    const identity = page.getByRole('region', { name: 'Identity' });
    await identity.getByText('Birthday near').waitFor();
    await identity.getByText('Weekdays 21:00 to 09:00').waitFor();
  });

  await step('something is promised with a key and the keyboard', async () => {
    await open.getByText('Nothing is open').waitFor();
    await page.locator('body').press('p');
    await page.keyboard.type('call back with the new rate');
    await page.keyboard.press('Enter');
    await open.getByText('call back with the new rate').waitFor();
    await open.getByText(/open promise, due \w+day/).waitFor();
    assert.equal(made.open.length, 1);
    await watched.everyWay('promised');
    await english();
    await finish();
  });

  await step('it stands in the work of who is to keep it, and at the next call of the customer', async () => {
    await mine.getByText('Promises to keep').waitFor();
    made.add('C-4000', { key: 'f'.repeat(32), text: 'send the form', due: new Date(Date.now() - 3_600_000).toISOString(), team: 'cards' });
    await talk({ language: 'zh' });
    await open.getByText('call back with the new rate').waitFor();
    await open.getByText(/^overdue, was due/).waitFor();
    await watched.everyWay('promises-open');
    await english();
  });

  await step('kept, not kept with its reason, and taken back', async () => {
    const row = (text) => open.getByRole('listitem').filter({ hasText: text });
    await row('call back').getByRole('button', { name: 'Kept', exact: true }).click();
    await row('call back').getByRole('button', { name: 'Undo' }).waitFor();
    await row('send the form').getByRole('button', { name: 'Not kept …' }).click();
    await row('send the form').getByRole('combobox').selectOption('overlooked');
    await row('send the form').getByRole('button', { name: 'Not kept', exact: true }).click();
    await row('send the form').getByText('Overlooked').waitFor();
    assert.equal(made.open.length, 0);
    await watched.everyWay('promises-settled');
    await english();
    await row('call back').getByRole('button', { name: 'Undo' }).click();
    await row('call back').getByRole('button', { name: 'Kept', exact: true }).waitFor();
    assert.deepEqual([...made.all.values()].map(({ state, reason }) => [state, reason]), [['open', null], ['not_kept', 'overlooked']]);
    await finish();
  });
}
