// Drives the pages about access in Chromium against a real centre, as two administrators would: the first sign-in,
// an account, a second factor, four eyes, the emergency account, and ten idle minutes.
//
//   npm run e2e:access -- --url http://127.0.0.1:8080 --first PASSWORD --second PASSWORD [--pictures DIR]
//
// PASSWORD are one-time passwords: the one that the first start printed, and one of an administrator named `second`
// (`heliotrope account add second --role administrator`, `heliotrope account password U-2`).
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { launch, step, tell, watch } from './browser.mjs';

const { values: options } = parseArgs({
  options: { url: { type: 'string' }, first: { type: 'string' }, second: { type: 'string' }, pictures: { type: 'string' } },
});
if (!options.url || !options.first || !options.second) {
  console.error('usage: npm run e2e:access -- --url http://127.0.0.1:8080 --first PASSWORD --second PASSWORD [--pictures DIR]');
  process.exit(2);
}
const CHOSEN = 'correct horse battery';

/** RFC 6238, as a telephone's app does it. */
function app(secret, steps = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((octet) => Number.parseInt(octet, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const word = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, '0');
}

const browser = await launch();
const watched = await watch(browser, options);
const { page, context } = watched;
const second = await watch(browser, { ...options, pictures: undefined });

async function enter(where, name, password, more = {}) {
  await where.getByRole('textbox', { name: 'Account', exact: true }).fill(name);
  await where.getByRole('textbox', { name: 'Password', exact: true }).fill(password);
  await where.getByRole('button', { name: 'Sign in', exact: true }).click();
  if (more.exchange) {
    await where.getByText('This password works once').waitFor();
    await where.getByRole('textbox', { name: 'New password, 12' }).fill(more.exchange);
    await where.getByRole('textbox', { name: 'The new password again' }).fill(more.exchange);
    await where.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
  if (more.code) {
    await where.getByRole('textbox', { name: 'Code of your device' }).fill(more.code);
    await where.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
}

/** The page says at once that somebody is signed out; the cookie goes with the centre's answer. */
const gone = (where) =>
  watched.until('the end of the cookie', async () => (await where.cookies()).filter(({ name }) => name.endsWith('heliotrope')).length, (left) => left === 0);

const english = (where) => where.getByRole('button', { name: 'English', exact: true }).click();
const part = (where, name) => where.getByRole('region', { name, exact: true });

await tell(watched, async () => {
  let secret = '';
  await step('a wrong password is refused with a sentence', async () => {
    await page.goto('/');
    await english(page);
    await enter(page, 'first-administrator', 'wrong password');
    await page.getByText('Account or password is wrong').waitFor();
    await watched.everyWay('sign-in-name');
    await english(page);
    watched.quiet('sign-in', /401/);
  });

  await step('the first secret is exchanged, and the session is out of reach of scripts', async () => {
    await enter(page, 'first-administrator', options.first, { exchange: CHOSEN });
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    const [cookie] = (await context.cookies()).filter(({ name }) => name.endsWith('heliotrope'));
    assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict');
    const kept = await page.evaluate(() => [document.cookie, ...Object.values(localStorage), ...Object.values(sessionStorage)].join());
    assert.equal(kept.includes('hlt_'), false);
    await page.reload();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    watched.quiet('the first sign-in', /409/);
  });

  await step('an account is made, and its password shown once', async () => {
    const accounts = part(page, 'Accounts');
    await accounts.getByRole('form', { name: 'Make an account' }).getByLabel('Name').fill('kim');
    await accounts.getByRole('button', { name: 'Make', exact: true }).click();
    await accounts.getByText('One-time password for kim').waitFor();
    assert.match(await accounts.locator('pre').innerText(), /^[a-z0-9@]{20}$/);
    await accounts.getByRole('row', { name: /kim/ }).getByText('own').waitFor();
    await watched.everyWay('accounts');
    await english(page);
    await accounts.getByRole('button', { name: 'Close' }).click();
    assert.equal(await accounts.locator('pre').count(), 0);
  });

  await step('an administrator takes two', async () => {
    const accounts = part(page, 'Accounts');
    await accounts.getByRole('form', { name: 'Make an account' }).getByLabel('Name').fill('ann');
    await accounts.getByRole('form', { name: 'Make an account' }).getByLabel('Role').selectOption('administrator');
    await accounts.getByRole('button', { name: 'Make', exact: true }).click();
    await accounts.getByText('Another administrator has to approve').waitFor();
    const own = part(page, 'Four eyes').getByRole('row', { name: /ann/ });
    await own.getByText('waiting').waitFor();
    assert.equal(await own.getByRole('button', { name: 'Approve' }).count(), 0);

    await second.page.goto('/');
    await english(second.page);
    await enter(second.page, 'second', options.second, { exchange: CHOSEN });
    await second.page.getByText('Requests that wait for you: 1').waitFor();
    const asked = part(second.page, 'Four eyes').getByRole('row', { name: /ann/ });
    await asked.getByRole('button', { name: 'Approve' }).click();
    await asked.getByText('approved').waitFor();
    // The one who asked sees it without loading the page again.
    await own.getByRole('button', { name: 'Have it done' }).click();
    await part(page, 'Four eyes').getByText('One-time password for ann').waitFor();
    await part(page, 'Accounts').getByRole('row', { name: /ann/ }).waitFor();
    await part(page, 'Four eyes').getByRole('button', { name: 'Close' }).click();
  });

  await step('the emergency account is sealed, and its use is told on every page', async () => {
    await part(page, 'Emergency account').getByRole('button').click();
    await part(second.page, 'Four eyes').getByRole('row', { name: /Seal/ }).getByRole('button', { name: 'Approve' }).click();
    await part(page, 'Four eyes').getByRole('row', { name: /Seal/ }).getByRole('button', { name: 'Have it done' }).click();
    const envelope = await part(page, 'Four eyes').locator('pre').innerText();
    await part(page, 'Four eyes').getByRole('button', { name: 'Close' }).click();
    await part(page, 'Emergency account').getByText('Sealed since').waitFor();
    const opened = await fetch(`${options.url}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'emergency', password: envelope }),
    });
    assert.equal(opened.status, 200);
    await page.getByText('The emergency account was opened at').waitFor();
    await second.page.getByText('The emergency account was opened at').waitFor();
  });

  await step('a second factor is enrolled, and asked for', async () => {
    await page.goto('/security');
    const factor = part(page, 'Second factor');
    await factor.getByRole('button', { name: 'Enrol' }).click();
    secret = (await factor.locator('pre').innerText()).replaceAll(' ', '');
    await factor.getByRole('img', { name: 'QR code' }).waitFor();
    await watched.everyWay('factor');
    await english(page);
    await factor.getByRole('textbox', { name: 'Code' }).fill('000000');
    await factor.getByRole('button', { name: 'Confirm' }).click();
    await factor.getByText('this code is wrong').waitFor();
    await factor.getByRole('textbox', { name: 'Code' }).fill(app(secret));
    await factor.getByRole('button', { name: 'Confirm' }).click();
    await factor.getByText('Recovery codes, for when').waitFor();
    assert.equal((await factor.locator('pre').innerText()).split('\n').length, 10);
    await factor.getByRole('button', { name: 'Close' }).click();
    await factor.getByText('Asked for since').waitFor();
    await watched.everyWay('security');
    await english(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out').waitFor();
    await gone(context);
    await enter(page, 'first-administrator', CHOSEN, { code: app(secret, 1) });
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    watched.quiet('the second factor', /409|422/);
  });

  await step('ten idle minutes end the session, with a warning before; the page is there after', async () => {
    const { page: idle } = second;
    await idle.clock.install();
    await idle.goto('/security');
    await idle.getByRole('heading', { name: 'Your account' }).waitFor();
    await idle.getByText('The emergency account was opened at').waitFor();
    await idle.clock.runFor(9 * 60_000 + 10_000);
    await idle.getByText('Nobody seems to be here').waitFor();
    await idle.getByRole('button', { name: 'Stay' }).click();
    await idle.clock.runFor(2_000);
    assert.equal(await idle.getByText('Nobody seems to be here').count(), 0);
    await idle.evaluate(() => sessionStorage.setItem('heliotrope.notes', '{"C-1":{"text":"asks for the limit","version":0}}'));
    await idle.clock.runFor(10 * 60_000 + 5_000);
    await idle.getByText('You were signed out after ten idle minutes').waitFor();
    await idle.getByText('notes not saved: 1').waitFor();
    await gone(second.context);
    await enter(idle, 'second', CHOSEN);
    await idle.getByText('Welcome back').waitFor();
    assert.equal(new URL(idle.url()).pathname, '/security');
  });
  console.log('the pages about access hold');
});
await browser.close();
