// Takes call after call in one page of a running demonstration, and says now and then what the page holds once its
// garbage is gone: {"calls", "heap", "nodes", "listeners", "peers"}, a line each.
//
//   node e2e/soak.mjs --url http://127.0.0.1:8080 --calls 500 --every 50
import { parseArgs } from 'node:util';
import { launch, tell, watch } from './browser.mjs';
import { bar, signIn } from './desk/life.mjs';

const { values: options } = parseArgs({ options: { url: { type: 'string' }, calls: { type: 'string', default: '500' }, every: { type: 'string', default: '50' }, pictures: { type: 'string' } } });
const [calls, every] = [Number(options.calls), Number(options.every)];
/** The demonstration's callers come when they come. */
const PATIENCE = 60_000;
/**
 * A note is typed in one call of so many: Chromium keeps what it would take to undo the typing, a text and a line
 * break a field, up to a thousand steps of fields that are long gone (as a snapshot of its heap tells).
 */
const NOTED = 10;

const { sign_ins: ways } = await (await fetch(`${options.url}/api/demonstration`)).json();
const browser = await launch();
const watched = await watch(browser, { url: options.url, pictures: options.pictures });
const { context, page } = watched;
const debug = await context.newCDPSession(page);
await debug.send('Performance.enable');
await debug.send('HeapProfiler.enable');

async function look(taken) {
  // Twice: what a finalizer lets go is collected by the second.
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('HeapProfiler.collectGarbage');
  const { metrics } = await debug.send('Performance.getMetrics');
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
  const peers = await page.evaluate(() => globalThis.peers.filter(({ connectionState }) => connectionState !== 'closed').length);
  console.log(JSON.stringify({ calls: taken, heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners'), peers }));
}

await tell(watched, async () => {
  await signIn({ page }, ways.find(({ role }) => role === 'agent').token);
  await page.getByRole('button', { name: /Line quality/ }).waitFor();
  await page.keyboard.press('r');
  for (let call = 1; call <= calls; call += 1) {
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor({ timeout: PATIENCE });
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    if (call % NOTED === 0) {
      await page.keyboard.press('n');
      await page.keyboard.type(`call ${call}`);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('F8');
    await bar(page).getByText('On hold').waitFor();
    await page.keyboard.press('F8');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('F4');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    // Without an outcome the first press only asks for it.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Waiting for the next call' }).or(bar(page).getByRole('button', { name: 'Answer' })).first().waitFor();
    if (call % every === 0) await look(call);
  }
  watched.quiet('the soak');
});
await browser.close();
