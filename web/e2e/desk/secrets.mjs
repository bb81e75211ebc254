// A customer keys in a secret while the agent is on the line: how many keys are seen, never which.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function secrets(watched, desk) {
  const { page } = watched;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const item = (name) => page.getByRole('menuitemradio', { name });

  await step('one key, and the customer keys in a PIN that only the bank sees', async () => {
    await page.keyboard.press('r');
    desk.ring({ language: 'zh' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('i');
    await item('query PIN').waitFor();
    await watched.everyWay('secret-menu');
    await english();
    await page.keyboard.press('i');
    await item('query PIN').click();
    await bar(page).getByText('The customer is keying in the query PIN').waitFor();
    await page.waitForFunction(() => document.querySelector('.keys')?.textContent?.includes('●●●'));
    await bar(page).getByText('The query PIN is right').waitFor();
    await bar(page).getByText('Verified', { exact: true }).waitFor();
    await bar(page).getByRole('button', { name: 'Close' }).click();
    await bar(page).getByText('The query PIN is right').waitFor({ state: 'detached' });
  });

  await step('it can be stopped, and what came of it is said until it is read', async () => {
    await page.keyboard.press('i');
    await item('one-time code').click();
    await bar(page).getByText('keying in the one-time code').waitFor();
    await watched.everyWay('secret-keying');
    await english();
    await bar(page).getByRole('button', { name: 'Stop', exact: true }).click();
    await bar(page).getByText('one-time code was stopped').waitFor();
    await page.keyboard.press('i');
    await item('card security code').click();
    await bar(page).getByText('The card security code is wrong; tries left: 2').waitFor();
    await watched.everyWay('secret-wrong');
    await english();
  });

  await step('who is on hold keys in nothing', async () => {
    await page.keyboard.press('F8');
    await bar(page).getByText('On hold').waitFor();
    assert.equal(await bar(page).getByRole('button', { name: 'Verify' }).isDisabled(), true);
    await page.keyboard.press('F8');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('F4');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor({ state: 'detached' });
  });
}
