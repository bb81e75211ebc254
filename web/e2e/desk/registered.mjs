// The agent ends the talk and calls the customer back at the registered number: who answers there is verified.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function registered(watched, desk) {
  const { page } = watched;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const choice = page.getByRole('menuitemradio', { name: 'Call back at the registered number' });

  await step('one key goes to it, another one ends the talk for it', async () => {
    await page.keyboard.press('r');
    desk.ring({ language: 'ko' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('b');
    await choice.waitFor();
    assert.equal(await choice.evaluate((item) => item === document.activeElement), true, 'a key alone ends no talk');
    await watched.everyWay('registered-menu');
    await english();
  });

  await step('the bank says why not before anything ends', async () => {
    desk.registered = [{ refused: 'new_number' }, { why: 'customer_no_answer' }, {}];
    await page.keyboard.press('b');
    await choice.waitFor();
    await page.keyboard.press('Enter');
    await bar(page).getByText('The registered number is new').waitFor();
    await watched.everyWay('registered-new');
    await english();
    await bar(page).getByText('Talking').waitFor();
    await bar(page).getByRole('button', { name: 'Close' }).click();
  });

  await step('nobody answers: nothing is proved, and it may be tried again', async () => {
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await bar(page).getByText('the registered number is called in a moment').waitFor();
    await bar(page).getByText('Calling the registered number').waitFor();
    assert.equal(await bar(page).getByRole('button', { name: 'Hold' }).count(), 0, 'there is nobody to be held');
    await bar(page).getByText('Not verified: call again, or hang up').waitFor();
    await bar(page).getByText('Nobody else on the line').waitFor();
    assert.equal(await bar(page).getByText('Verified', { exact: true }).count(), 0);
    await watched.everyWay('registered-failed');
    await english();
  });

  await step('somebody answers: the customer is verified, and the talk goes on', async () => {
    await page.keyboard.press('b');
    await bar(page).getByText('Calling the registered number').waitFor();
    await watched.picture('registered-rings');
    await bar(page).getByText('Verified', { exact: true }).waitFor();
    await bar(page).getByText('Talking').waitFor();
    await page.getByText('By an answer at the registered number').waitFor();
    await page.keyboard.press('i');
    assert.equal(await choice.count(), 0, 'there is nothing left to prove');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F4');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor({ state: 'detached' });
  });
}
