// A call at an agent's desk in Firefox: the short story, with the policy of content and the telephone in earnest.
//
//   npm run e2e:firefox [-- --pictures DIR]                                         against the mock
//   npm run e2e:firefox -- --url http://127.0.0.1:8080 --token hlt_…                against a running demonstration
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Firefox } from './bidi.mjs';
import { step } from './browser.mjs';
import { start, TOKENS } from './mock/server.mjs';

const { values: options } = parseArgs({ options: { url: { type: 'string' }, token: { type: 'string' }, pictures: { type: 'string' } } });
if (options.pictures) mkdirSync(options.pictures, { recursive: true });
const mock = options.url ? null : await start();
const url = options.url ?? mock.url;
const firefox = await Firefox.start();
await firefox.before(`() => {
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (violation) => globalThis.violations.push(violation.effectiveDirective + ': ' + violation.blockedURI));
  const Peer = globalThis.RTCPeerConnection;
  globalThis.peers = [];
  globalThis.RTCPeerConnection = class extends Peer { constructor(...options) { super(...options); globalThis.peers.push(this); } };
}`);
/** Packets with sound that came in so far. */
const HEARD = `peers.at(-1).getStats().then((stats) => [...stats.values()].find((one) => one.type === 'inbound-rtp')?.packetsReceived ?? 0)`;

let tab;
try {
  if (mock) {
    const exchange = await firefox.open(`${url}/mock/`);
    await exchange.until(`document.title === 'exchange ready'`);
  }
  await step('sign in, and the telephone connects', async () => {
    tab = await firefox.open(url);
    await tab.click('English');
    await tab.click('Sign in with an access token');
    await tab.value(`(() => { const field = document.getElementById('token'); field.value = ${JSON.stringify(options.token ?? TOKENS.agent)}; field.dispatchEvent(new Event('input')); })()`);
    await tab.click('Sign in');
    await tab.says('My work');
    await tab.says('Line quality');
    await tab.front();
  });
  await step('a call rings, one key answers, and the other side is heard', async () => {
    await tab.press('r');
    // In a demonstration the call may ring at once.
    if (mock) await tab.says('Waiting for the next call');
    mock?.desk.ring({ language: 'zh' });
    await tab.says('Refuse');
    await tab.press('F2');
    await tab.says('Hang up');
    const before = await tab.value(HEARD);
    await tab.until(`${HEARD}.then((heard) => heard > ${before})`);
    if (options.pictures) await tab.picture(join(options.pictures, 'firefox.png'));
  });
  await step('hold, a note, hang up, finish', async () => {
    await tab.press('F8');
    await tab.says('On hold');
    await tab.press('F8', 'n');
    await tab.press(...'asks about the limit');
    await tab.says('Saved');
    await tab.press('F4');
    await tab.says('You hung up');
    // Without an outcome the first press only asks for it.
    await tab.press('Control+Enter', 'Control+Enter');
    await tab.says(mock ? 'Waiting for the next call' : 'My work');
  });
  assert.deepEqual(await tab.value('JSON.stringify(violations)'), '[]', 'content security policy');
  assert.deepEqual(firefox.log.filter((line) => line.startsWith('error')), []);
  console.log('the desk holds in Firefox');
} catch (failure) {
  console.error(`\n${failure.stack ?? failure}\n${firefox.log.join('\n')}`);
  if (options.pictures && tab) await tab.picture(join(options.pictures, 'firefox-failed.png')).catch(() => {});
  process.exitCode = 1;
} finally {
  await firefox.close();
  mock?.close();
}
