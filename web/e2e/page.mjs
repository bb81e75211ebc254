// Drives the page in Chromium against a running demonstration, as a supervisor would, and looks for what no
// unit test sees: violations of the content security policy, errors in the console, barriers found by axe.
//
//   npm run e2e -- --url http://127.0.0.1:8080 --token hlt_… [--pictures DIR]
//
// Chromium is $CHROMIUM, or /usr/bin/chromium.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { launch, SOON, size, step, tell, watch } from './browser.mjs';

const { values: options } = parseArgs({
  options: { url: { type: 'string' }, token: { type: 'string' }, pictures: { type: 'string' } },
});
if (!options.url || !options.token) {
  console.error('usage: npm run e2e -- --url http://127.0.0.1:8080 --token hlt_… [--pictures DIR]');
  process.exit(2);
}

const browser = await launch();
const watched = await watch(browser, options);
const { context, page } = watched;
const quiet = (what, expected) => watched.quiet(what, expected);
const held = (what) => watched.held(what);
const picture = (name) => watched.picture(name);
const everyWay = (what) => watched.everyWay(what);
const until = (what, get, holds) => watched.until(what, get, holds);

const figure = async (name) => Number((await page.locator('dl .tile', { hasText: name }).first().locator('.value').innerText()).replace(/\D/g, ''));

/** Signs in with a token, also where that is not the first way in. */
async function byToken(token) {
  const field = page.getByRole('textbox', { name: 'Access token' });
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Sign in with an access token' }).click();
  await field.fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

await tell(watched, async () => {
  await step('a wrong token is refused with a sentence', async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await byToken('hlt_wrong');
    await page.getByText('This token is wrong').waitFor();
    await everyWay('sign-in');
    quiet('sign-in', /401/);
  });

  await step('the right one leads to the wallboard, and stands in this tab only', async () => {
    await byToken(options.token);
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    assert.equal(await page.evaluate(() => Object.values(localStorage).join().includes('hlt_')), false);
    await page.reload();
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
  });

  await step('figures move as calls come', async () => {
    const before = await until('a first call', () => figure('Offered'), (offered) => offered > 0);
    await until('another call', () => figure('Offered'), (offered) => offered > before);
    const time = () => page.locator('section[data-doing] li .number').first().innerText();
    const first = await time();
    await until('another second', time, (now) => now !== first);
    await everyWay('wallboard');
  });

  await step('every size has room', async () => {
    for (const name of ['tablet', 'wall']) {
      await page.setViewportSize(size(name));
      await page.waitForTimeout(300);
      await held(`wallboard ${name}`);
      await picture(`wallboard-${name}`);
    }
    await page.setViewportSize(size('desk'));
  });

  await step('a queue leads to its contacts', async () => {
    await page.locator('tbody tr').first().locator('td a').nth(2).click();
    await page.locator('.rows tbody tr').first().waitFor();
    assert.match(page.url(), /\/contacts\?.*queue=/);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    assert.match(page.url(), /\/contacts$/);
    await page.locator('.rows tbody tr').nth(1).waitFor();
    await everyWay('contacts');
  });

  await step('keys choose, open and close a contact', async () => {
    await page.keyboard.press('j');
    const chosen = await page.evaluate(() => document.activeElement.dataset.contact);
    await page.keyboard.press('j');
    const next = await page.evaluate(() => document.activeElement.dataset.contact);
    assert.notEqual(chosen, next);
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Contact ${chosen}` }).waitFor();
    assert.match(page.url(), new RegExp(`/contacts/${chosen}$`));
    await page.keyboard.press('Escape');
    await page.getByText('Choose a contact').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.contact), chosen);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SELECT');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await everyWay('keys');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('heading', { name: 'Keys' }).count(), 0);
  });

  await step('a served contact tells its story', async () => {
    const served = page.locator('.rows tbody tr', { hasText: /hung up/i }).first();
    await served.waitFor({ timeout: 3 * SOON });
    await served.locator('a').click();
    await page.getByText('Connected with').first().waitFor();
    await everyWay('contact');
    await page.setViewportSize(size('tablet'));
    await held('contact tablet');
    await picture('contact-tablet');
    await page.setViewportSize(size('desk'));
  });

  await step('a contact that does not exist is said to be none, and an address that leads nowhere', async () => {
    await page.goto('/contacts/C-999999999');
    await page.getByText('Nothing was found').first().waitFor();
    await picture('contact-missing');
    await page.goto('/nowhere');
    await page.getByText('There is no such page').waitFor();
    quiet('missing things', /404/);
  });

  await step('a centre that is silent makes the data late, one that is back makes it live', async () => {
    await page.goto('/');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.locator('dl .tile').first().waitFor();
    await page.locator('section[data-doing] li').first().waitFor();
    await page.getByRole('button', { name: 'Emergency announcement …' }).waitFor();
    await context.setOffline(true);
    await page.getByText(/Data is 0:0\d old/).first().waitFor();
    await page.getByText('Connection lost').waitFor();
    await picture('wallboard-late');
    await context.setOffline(false);
    await page.getByText('Live', { exact: true }).waitFor({ timeout: SOON });
    await until('fresh data', () => page.getByText(/Data is/).count(), (late) => late === 0);
    quiet('silence', /ERR_INTERNET_DISCONNECTED|ERR_NETWORK|network/i);
  });

  await step('a role that may not is told so, one that has nothing sees that, a failure can be tried again', async () => {
    const problem = (status, name) => ({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: `urn:heliotrope:problem:${name}`, title: '', status, detail: 'the test says so', instance: '' }),
    });
    await page.route('**/api/agents', (route) => route.fulfill(problem(403, 'not-permitted')));
    await page.route('**/api/queues', (route) => route.fulfill(problem(503, 'unavailable')));
    await page.goto('/');
    await page.getByText('You do not have access').waitFor();
    await page.getByText('This could not be loaded').waitFor();
    await picture('wallboard-failed');
    await page.unroute('**/api/queues');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    await page.unroute('**/api/agents');
    await page.route('**/api/contacts?**', (route) => route.fulfill({ json: { contacts: [], next: null } }));
    await page.goto('/contacts');
    await page.getByText('No contacts yet').waitFor();
    await picture('contacts-empty');
    await page.unroute('**/api/contacts?**');
    quiet('problems', /403|503/);
  });

  await step('a token that ends brings back the sign-in with the reason; signing out clears it', async () => {
    await page.route('**/api/queues', (route) => route.fulfill({ status: 401, json: { type: 'urn:heliotrope:problem:not-signed-in' } }));
    await page.goto('/');
    await page.getByText('so you were signed out').waitFor();
    await page.unroute('**/api/queues');
    await picture('sign-in-expired');
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await byToken(options.token);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    quiet('the end', /401/);
  });
  console.log('the page holds');
});
await browser.close();
