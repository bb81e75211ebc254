// The supervisor's pages in Chromium: wallboard, queues, agents, contacts, recordings, figures, against a made-up
// floor, or against a centre that runs.
//
//   npm run e2e:floor [-- --pictures DIR] [--only STORY]
//   npm run e2e:floor -- --url http://127.0.0.1:8080 --token hlt_… [--pictures DIR]
//
// The second drives what the first cannot: that figures and contacts agree, and that commands are carried out. It
// leaves things as it found them.
import { parseArgs } from 'node:util';
import { launch, step, tell, watch } from './browser.mjs';
import { board } from './floor/board.mjs';
import { contacts } from './floor/contacts.mjs';
import { figures } from './floor/pages.mjs';
import { load } from './floor/load.mjs';
import { plan } from './floor/plan.mjs';
import { start } from './floor/mock.mjs';
import { real } from './floor/real.mjs';
import { recordings } from './floor/recordings.mjs';

const { values: options } = parseArgs({
  options: { pictures: { type: 'string' }, only: { type: 'string' }, url: { type: 'string' }, token: { type: 'string' } },
});
const STORIES = { board, contacts, recordings, figures, plan, load };
const mock = options.url ? null : await start();
const url = options.url ?? mock.url;
const token = options.url ? options.token : 'hlt_supervisor';
if (!token) {
  console.error('usage: npm run e2e:floor -- --url http://127.0.0.1:8080 --token hlt_… [--pictures DIR]');
  process.exit(2);
}
const browser = await launch();
const watched = await watch(browser, { url, pictures: options.pictures });

/** Signs in as if the tab had been reloaded. */
async function signIn({ context, page }, address = '/') {
  await context.addInitScript((kept) => sessionStorage.setItem('heliotrope.token', kept), token);
  await page.goto(address);
  await page.locator('header nav').waitFor();
}

/** Asks the centre itself, beside the page. */
const ask = (method, path, body) =>
  fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

await tell(watched, async () => {
  await step('a supervisor signs in', async () => {
    await signIn(watched);
    await watched.page.getByRole('button', { name: 'English', exact: true }).click();
    await watched.page.getByRole('heading', { name: 'Queues' }).waitFor();
  });
  if (mock === null) await real(watched, ask);
  else {
    for (const [name, story] of Object.entries(STORIES)) {
      if (!options.only || options.only === name) await story(watched, mock, browser);
    }
  }
  console.log('the floor’s pages hold');
});
await browser.close();
mock?.close();
