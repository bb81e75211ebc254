// Who is on the line: a number that is withheld, one of two people, and a caller who is somebody else.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function finder(watched, mock) {
  const { page } = watched;
  const { desk, finder: bank } = mock;
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Who is calling' });
  const talk = async (how) => {
    desk.ring(how);
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    assert.equal(await page.locator('[data-find]').count(), 0, 'while it rings nobody is looked for');
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
  /** How sure it is who calls, as the customer's panel says it. */
  const level = (words) => page.getByRole('region', { name: 'Customer', exact: true }).getByText(words, { exact: true }).first();
  const find = async (way, text) => {
    await panel.getByLabel('Find by').selectOption(way);
    await panel.getByRole('textbox').first().fill(text);
    await page.keyboard.press('Enter');
  };

  await step('who withholds the number is found by a name, and too many are counted only', async () => {
    await english();
    await talk({ language: 'zh', known: false, withheld: true });
    await panel.getByText('The number is withheld').waitFor();
    await page.locator('h1').first().click({ force: true }).catch(() => {});
    await page.keyboard.press('f');
    await find('name', '王');
    await panel.getByText('4,711 customers fit').waitFor();
    assert.equal(await panel.getByRole('listitem').count(), 0);
    await find('name', 'x');
    await panel.getByText('Too little of a name').waitFor();
    assert.equal(await panel.getByRole('textbox').first().inputValue(), 'x', 'what was typed stays to be mended');
    await find('name', '早');
    await panel.getByRole('status').getByText('still being prepared (37 %)').waitFor();
    assert.equal(await panel.getByRole('textbox').first().getAttribute('aria-invalid'), 'false', 'what is late is no fault of what was typed');
    await watched.everyWay('finder-late');
    await english();
    await find('card', '6221230000009');
    await panel.getByText('The number is not right').waitFor();
    await find('name', '王芳');
    await panel.getByText('王**').waitFor();
    await watched.everyWay('finder-found');
    await english();
  });

  await step('one key binds who was found, as identified; it is taken back', async () => {
    await panel.locator('[data-customer]').focus();
    await page.keyboard.press('Enter');
    await level('Identified, not verified').waitFor();
    assert.equal(await panel.getByRole('textbox').count(), 0, 'what was looked for is gone');
    await watched.everyWay('finder-identified');
    await english();
    await panel.getByRole('button', { name: 'Not this one' }).click();
    await level('Not identified').waitFor();
    await finish();
  });

  await step('of two on one number none is shown before one is chosen', async () => {
    await talk({ language: 'zh', known: false, holders: 2 });
    await panel.getByText('2 customers registered this number').waitFor();
    assert.equal(await page.getByText('王**').count(), 0);
    await watched.everyWay('finder-several');
    await english();
    await panel.getByRole('button', { name: 'Show them' }).click();
    await panel.getByText('김**').waitFor();
    assert.deepEqual(bank.asked.at(-1), { by: 'caller' });
    await panel.locator('[data-customer]').nth(1).click();
    await level('Identified, not verified').waitFor();
    await finish();
  });

  await step('for somebody else little is shown, until it is the customer after all', async () => {
    await talk({ language: 'zh' });
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await page.locator('h1').first().click({ force: true }).catch(() => {});
    await page.keyboard.press('l');
    await panel.getByText('Third party').waitFor();
    await page.getByRole('heading', { name: 'Accounts' }).waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('tab').count(), 0, 'nothing of the file is shown');
    await watched.everyWay('finder-third');
    await english();
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await finish();
  });
  // Refusals that were asked for, and what was too early.
  watched.quiet('finder', /422|503/);
}
