// The whole life of a call at an agent's desk, in Chromium with a microphone that beeps.
//
//   npm run e2e:desk                                        against the mock, within a minute
//   npm run e2e:desk -- --url http://127.0.0.1:8080 --token hlt_…   against a running demonstration
//   … [--pictures DIR] [--only chats|secrets|registered|operations|finder|promises]
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { launch, SOON, step, tell, watch } from './browser.mjs';
import { DEMONSTRATION, start, TOKENS } from './mock/server.mjs';
import { chats } from './desk/chats.mjs';
import { failures } from './desk/failures.mjs';
import { finder } from './desk/finder.mjs';
import { first } from './desk/first.mjs';
import { life, signIn } from './desk/life.mjs';
import { long } from './desk/long.mjs';
import { registered } from './desk/registered.mjs';
import { secrets } from './desk/secrets.mjs';
import { operations, thirty } from './desk/operations.mjs';
import { promises } from './desk/promises.mjs';
import { words } from './desk/words.mjs';

const { values: options } = parseArgs({ options: { url: { type: 'string' }, token: { type: 'string' }, pictures: { type: 'string' }, only: { type: 'string' } } });
const mock = options.url ? null : await start();
const browser = await launch();
const watched = await watch(browser, { url: options.url ?? mock.url, pictures: options.pictures });
const token = options.token ?? TOKENS.agent;
assert.ok(mock || options.token, 'a real centre wants --token');

/** What makes a call come: the mock is told to, the demonstration does it by itself. */
const centre = {
  desk: mock?.desk ?? null,
  ring: (how) => mock?.desk.ring(how),
  patience: mock ? 5_000 : SOON,
};

await tell(watched, async () => {
  if (mock) {
    const exchange = await watched.context.newPage();
    await exchange.goto('/mock/');
    await exchange.waitForFunction(() => document.title === 'exchange ready');
    await watched.page.bringToFront();
    if (!options.only) await first(watched, mock, DEMONSTRATION);
  }
  await step('an agent lands on the desk', () => signIn(watched, token));
  if (!options.only) await life(watched, centre);
  if (mock && options.only === 'operations') {
    await operations(watched, mock);
    await thirty(watched, mock);
  }
  else if (mock && options.only === 'finder') await finder(watched, mock);
  else if (mock && options.only === 'promises') await promises(watched, mock);
  else if (mock && options.only === 'chats') await chats(watched, mock);
  else if (mock && options.only) await { registered, secrets }[options.only](watched, mock.desk);
  else if (mock) {
    await words(watched, mock.desk);
    await operations(watched, mock);
    await thirty(watched, mock);
    await finder(watched, mock);
    await promises(watched, mock);
    await chats(watched, mock);
    await secrets(watched, mock.desk);
    await registered(watched, mock.desk);
    await long(watched, mock);
    await failures(watched, mock, token);
  }
  console.log('the desk holds');
});
await browser.close();
mock?.close();
