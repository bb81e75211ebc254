// What is shown, in every language, both themes and every size.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function words(watched, desk) {
  const { page } = watched;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();

  await step('every state in every language, light and dark', async () => {
    desk.made('meal', null);
    await bar(page).getByText(/^meal$/i).first().waitFor();
    await watched.everyWay('idle');
    await english();
    await page.locator('h1').first().click({ force: true }).catch(() => {});
    for (const language of ['zh', 'ko', 'en']) {
      desk.ring({ language, late: language === 'ko', failed: language === 'en' });
      await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
      await watched.everyWay(`ring-${language}`);
      await english();
      await page.keyboard.press('F2');
      await bar(page).getByText('Talking').waitFor();
      await watched.everyWay(`talk-${language}`);
      await english();
      await page.keyboard.press('F4');
      await bar(page).getByText('Wrap-up').first().waitFor();
      await watched.everyWay(`wrap-up-${language}`);
      await english();
      // Without an outcome the first press only asks for it.
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
    }
  });

  await step('every size has room', async () => {
    desk.ring({ language: 'zh', verified: true });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await watched.everySize('desk', ['screen', 'tablet', 'lying', 'wall']);
    await page.keyboard.press('t');
    await page.setViewportSize({ width: 820, height: 1180 });
    const covered = await page.evaluate(() => {
      const panel = document.querySelector('aside[aria-labelledby=telephone]').getBoundingClientRect();
      return [...document.querySelectorAll('.bar .commands button')].filter((button) => button.getBoundingClientRect().bottom > panel.top).map((button) => button.textContent);
    });
    assert.deepEqual(covered, [], 'the telephone covers what can be done with the call');
    await watched.picture('telephone-tablet');
    await page.keyboard.press('t');
    const list = await page.getByRole('listbox').boundingBox();
    assert.ok(list.height > 100 && list.y + list.height <= 1180, `the outcomes lie at ${list.y}, ${list.height} px high`);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.keyboard.press('t');
    await watched.everyWay('telephone');
    await english();
    await page.keyboard.press('t');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await watched.everyWay('keys');
    await english();
    await page.keyboard.press('?');
    await page.keyboard.press('x');
    await page.getByRole('menu').waitFor();
    await watched.accessible('menu');
    await watched.picture('menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    // Without an outcome the first press only asks for it.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  });
  watched.quiet('words');
}
