// A note that is more than the centre takes: it is never sent, stays within reach, and goes with whoever wrote it.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

/** Far above the limit: most of its characters are three bytes each. */
const LONG = '약관 '.repeat(4_000);

export async function long(watched, mock) {
  const { page } = watched;
  const { desk } = mock;
  const field = page.getByRole('textbox', { name: 'Note', exact: true });
  const sent = () => desk.asked.filter((frame) => frame.type === 'note').length;
  const hello = () => desk.asked.filter((frame) => frame.type === 'hello').length;

  await step('a note that is too long is not sent, and the call goes on', async () => {
    desk.ring({ language: 'ko' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    const before = [sent(), hello()];
    await field.fill(LONG);
    await page.getByText(/Not saved: too long by [\d,]+ characters/).waitFor();
    await page.reload();
    await bar(page).getByText('Talking').waitFor();
    await page.getByText(/Not saved: too long by/).waitFor();
    assert.deepEqual([sent(), hello()], [before[0], before[1] + 1]);
    await page.keyboard.press('F4');
    // The first press only asks for the outcome.
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await bar(page).getByText('Choose the outcome first; once more finishes without').waitFor();
    await page.getByRole('combobox', { name: 'Search outcomes' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  });

  await step('after the call it is opened from the list of work; signing out warns of it', async () => {
    const row = page.getByRole('link').filter({ hasText: 'not saved: too long' });
    await row.click();
    const left = page.getByRole('region', { name: /^The note of .* is not saved$/ });
    await left.getByRole('textbox').waitFor();
    await watched.everyWay('left');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('Notes not saved: 1').waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    const before = sent();
    await left.getByRole('textbox').fill('asks about the terms');
    await left.waitFor({ state: 'detached' });
    assert.equal(sent(), before + 1);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('heliotrope.notes')), null);
  });
}
