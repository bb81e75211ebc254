// The supervisor's pages in Chromium: wallboard, queues, agents, contacts, recordings, figures, against a made-up floor.
//
//   npm run e2e:floor [-- --pictures DIR] [--only STORY]
import { parseArgs } from 'node:util';
import { launch, step, tell, watch } from './browser.mjs';
import { board } from './floor/board.mjs';
import { contacts } from './floor/contacts.mjs';
import { figures } from './floor/pages.mjs';
import { load } from './floor/load.mjs';
import { start } from './floor/mock.mjs';
import { recordings } from './floor/recordings.mjs';

const { values: options } = parseArgs({ options: { pictures: { type: 'string' }, only: { type: 'string' } } });
const STORIES = { board, contacts, recordings, figures, load };
const mock = await start();
const browser = await launch();
const watched = await watch(browser, { url: mock.url, pictures: options.pictures });

/** Signs in as if the tab had been reloaded. */
async function signIn({ context, page }, token, address = '/') {
  await context.addInitScript((kept) => sessionStorage.setItem('heliotrope.token', kept), token);
  await page.goto(address);
  await page.locator('header nav').waitFor();
}

await tell(watched, async () => {
  await step('a supervisor signs in', async () => {
    await signIn(watched, 'hlt_supervisor');
    await watched.page.getByRole('button', { name: 'English', exact: true }).click();
    await watched.page.getByRole('heading', { name: 'Queues' }).waitFor();
  });
  for (const [name, story] of Object.entries(STORIES)) {
    if (!options.only || options.only === name) await story(watched, mock, browser);
  }
  console.log('the floor’s pages hold');
});
await browser.close();
mock.close();
