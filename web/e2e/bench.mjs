// Measures the page in Chromium: from a ring at the server to the whole view painted, from a key to the next paint,
// what first visits load, and the wallboard's script. One JSON line a figure: {"figure", "value", "unit", "samples"}.
//
//   node e2e/bench.mjs --url http://127.0.0.1:8080 --rings 40   against a running demonstration, whose ways in it takes
//   node e2e/bench.mjs                                          against the mock: the page's own share alone
import { parseArgs } from 'node:util';
import { launch, watch } from './browser.mjs';
import { bar, signIn } from './desk/life.mjs';
import { start, TOKENS } from './mock/server.mjs';

const { values: options } = parseArgs({ options: { url: { type: 'string' }, rings: { type: 'string', default: '40' }, wallboard: { type: 'string', default: '20' } } });
const rings = Number(options.rings);
/** Seconds the wallboard is watched. */
const watched = Number(options.wallboard);
/** The demonstration's callers come when they come. */
const PATIENCE = 120_000;

const mock = options.url ? null : await start();
const url = options.url ?? mock.url;
const browser = await launch();

function say(figure, value, unit, samples) {
  console.log(JSON.stringify({ figure, value: Math.round(value * 1_000) / 1_000, unit, samples }));
}

function share(values, part) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
}

async function ways() {
  if (mock) return TOKENS;
  const { sign_ins: all } = await (await fetch(`${url}/api/demonstration`)).json();
  const of = (role) => all.find((way) => way.role === role)?.token;
  return { agent: of('agent'), supervisor: of('supervisor') };
}

/** Notes for each key how long it took until the frame after it was painted. */
const KEYS = () => {
  globalThis.keyToPaint = [];
  addEventListener(
    'keydown',
    (press) => {
      const from = press.timeStamp;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => globalThis.keyToPaint.push(performance.now() - from);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
};

/**
 * The page itself tells when its next ring was painted. To wait for the button from outside would be to measure the
 * waiting: it looks into the page at every frame, on the thread that paints.
 */
const NEXT_RING = (patience) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no ring came')), patience);
    const observer = new PerformanceObserver((list) => {
      const ring = list.getEntriesByName('heliotrope.ring').at(-1);
      if (!ring) return;
      clearTimeout(late);
      observer.disconnect();
      const end = performance.timeOrigin + ring.startTime + ring.duration;
      resolve({ whole: end - Date.parse(ring.detail.since), page: ring.duration });
    });
    observer.observe({ type: 'measure' });
  });

/** Bytes of the files of this page as they came over the wire. */
const LOADED = () =>
  [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(({ name }) => !name.includes('/api/'))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024;

async function desk(token) {
  const { context, page } = await watch(browser, { url });
  await context.addInitScript(KEYS);
  if (mock) {
    const exchange = await context.newPage();
    await exchange.goto('/mock/');
    await exchange.waitForFunction(() => document.title === 'exchange ready');
    await page.bringToFront();
  }
  await signIn({ page }, token);
  await page.getByRole('button', { name: /Line quality/ }).waitFor();
  // The program sends packed files, the mock plain ones: only the program's are told.
  if (!mock) say('desk, first visit over the wire', await page.evaluate(LOADED), 'KB', 1);

  const painted = [];
  const ready = page.getByRole('heading', { name: 'Waiting for the next call' });
  for (let ring = 0; ring < rings; ring += 1) {
    if ((await ready.count()) === 0) await page.keyboard.press('r');
    await ready.waitFor();
    const rung = page.evaluate(NEXT_RING, PATIENCE);
    mock?.desk.ring({ language: ['zh', 'ko', 'en'][ring % 3] });
    painted.push(await rung);
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('noted while measured', { delay: 30 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('F8');
    await bar(page).getByText('On hold').waitFor();
    await page.keyboard.press('F8');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('F4');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    // Without an outcome the first press only asks for it.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /Waiting for the next call|No contact in hand/ }).waitFor();
  }
  const whole = painted.map((one) => one.whole);
  const alone = painted.map((one) => one.page);
  const keys = await page.evaluate(() => globalThis.keyToPaint);
  say('ring at the server to whole view painted, p50', share(whole, 0.5), 'ms', whole.length);
  say('ring at the server to whole view painted, p95', share(whole, 0.95), 'ms', whole.length);
  say('of which from frame received to painted, p95', share(alone, 0.95), 'ms', alone.length);
  say('key to paint, p50', share(keys, 0.5), 'ms', keys.length);
  say('key to paint, p95', share(keys, 0.95), 'ms', keys.length);
  await context.close();
}

async function wallboard(token) {
  const { context, page } = await watch(browser, { url });
  await page.addInitScript((kept) => sessionStorage.setItem('heliotrope.token', kept), token);
  await page.goto('/wallboard');
  await page.getByRole('heading', { name: 'Queues' }).waitFor();
  if (!mock) say('wallboard, first visit over the wire', await page.evaluate(LOADED), 'KB', 1);
  const debugged = await context.newCDPSession(page);
  await debugged.send('Performance.enable');
  const script = async () => (await debugged.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration').value;
  // What it takes to begin is not what it takes to go on.
  await page.waitForTimeout(3_000);
  const before = await script();
  await page.waitForTimeout(watched * 1_000);
  const agents = mock ? 0 : (await page.evaluate((kept) => fetch('/api/agents', { headers: { authorization: `Bearer ${kept}` } }).then((answer) => answer.json()), token)).agents.length;
  say('wallboard, script a second', (1_000 * ((await script()) - before)) / watched, 'ms', agents);
  await context.close();
}

const tokens = await ways();
await desk(tokens.agent);
if (!mock) await wallboard(tokens.supervisor);
await browser.close();
mock?.close();
