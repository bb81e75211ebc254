// A browser for the stories, and what is looked for on every page: violations of the content security policy, errors
// in the console, a page that is too wide, barriers found by axe, names of texts in place of texts.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const LANGUAGES = { zh: '中文', ko: '한국어', en: 'English' };
export const THEMES = ['light', 'dark'];
/** The smallest desk, an ordinary screen, a tablet upright and lying, a wall. */
const SIZES = { desk: [1366, 768], screen: [1920, 1080], tablet: [820, 1180], lying: [1180, 820], wall: [3840, 2160] };
/** A demonstration that has just begun takes its time. */
export const SOON = 60_000;

export function size(name) {
  const [width, height] = SIZES[name];
  return { width, height };
}

/** Chromium, which is $CHROMIUM or /usr/bin/chromium, with a microphone that beeps unless told otherwise. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
      '--disable-features=WebRtcHideLocalIpsWithMdns', ...more,
    ],
  });
}

/** A page that is watched. `pictures`: a folder for screenshots, or none. */
export async function watch(browser, { url, pictures, permissions = ['microphone'] }) {
  if (pictures) mkdirSync(pictures, { recursive: true });
  const context = await browser.newContext({ viewport: size('desk'), locale: 'en', baseURL: url, permissions });
  // Violations are told to the page before any of its own code runs; connections are kept to be measured.
  await context.addInitScript(() => {
    globalThis.violations = [];
    globalThis.peers = [];
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...options) {
        super(...options);
        globalThis.peers.push(this);
      }
    };
    document.addEventListener('securitypolicyviolation', (violation) =>
      globalThis.violations.push(`${violation.effectiveDirective}: ${violation.blockedURI} ${violation.sample}`),
    );
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return new Watched(context, page, errors, pictures);
}

class Watched {
  constructor(context, page, errors, pictures) {
    Object.assign(this, { context, page, errors, pictures });
  }

  /** Takes what was said so far; of `expected` kinds of answers the browser itself complains. */
  quiet(what, expected = /^$/) {
    const unexpected = this.errors.splice(0).filter((error) => !expected.test(error));
    assert.deepEqual(unexpected, [], what);
  }

  async held(what) {
    const { page } = this;
    assert.deepEqual(await page.evaluate(() => globalThis.violations), [], `${what}: content security policy`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${what}: the page is ${sideways} px too wide`);
    const bare = (await page.locator('body').innerText()).match(/\b(desk|phone|keys|page|state|problem|contact|figure|session|start)\.[a-zA-Z_.]{3,}/g);
    assert.equal(bare, null, `${what}: names in place of texts`);
  }

  /** The page forbids foreign scripts, so axe comes by the debugger, which the policy does not bind. */
  async accessible(what) {
    const found = await this.page.evaluate(async (axe) => {
      if (!globalThis.axe) (0, eval)(axe);
      const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
    }, AXE);
    assert.deepEqual(found, [], `${what}: axe`);
  }

  async picture(name) {
    if (this.pictures) await this.page.screenshot({ path: join(this.pictures, `${name}.png`) });
  }

  /** What is shown, in every language and both themes. */
  async everyWay(what) {
    for (const theme of THEMES) {
      await this.page.locator('.choices select').first().selectOption(theme);
      for (const [tag, name] of Object.entries(LANGUAGES)) {
        await this.page.getByRole('button', { name, exact: true }).click();
        await this.held(`${what} ${tag} ${theme}`);
        await this.accessible(`${what} ${tag} ${theme}`);
        await this.picture(`${what}-${tag}-${theme}`);
      }
    }
  }

  /** Every size has room. */
  async everySize(what, names) {
    for (const name of names) {
      await this.page.setViewportSize(size(name));
      await this.page.waitForTimeout(200);
      await this.held(`${what} ${name}`);
      await this.picture(`${what}-${name}`);
    }
    await this.page.setViewportSize(size('desk'));
  }

  /** Waits until `get` gives something that `holds`. */
  async until(what, get, holds) {
    const end = Date.now() + SOON;
    for (;;) {
      const value = await get();
      if (holds(value)) return value;
      assert.ok(Date.now() < end, `${what} did not come, the last was ${value}`);
      await this.page.waitForTimeout(100);
    }
  }
}

/** One step of a story. */
export async function step(what, does) {
  process.stdout.write(`${what} … `);
  await does();
  process.stdout.write('ok\n');
}

/** Tells a story to its end; says what the console said when it fails. */
export async function tell(watched, story) {
  try {
    await story();
  } catch (failure) {
    await watched.picture('failed');
    console.error(`\n${failure.stack ?? failure}`);
    if (watched.errors.length > 0) console.error(`the console said:\n${watched.errors.join('\n')}`);
    process.exitCode = 1;
  }
}
