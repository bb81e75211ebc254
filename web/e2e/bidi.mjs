// Firefox as it comes, driven by WebDriver BiDi, which it speaks by itself: playwright wants a Firefox of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

/** Longest wait for Firefox to begin, and for an answer of it, milliseconds. */
const WITHIN = 60_000;

const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'dom.disable_open_during_load': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'remote.active-protocols': 1,
};

export class Firefox {
  #process;
  #profile;
  #socket;
  #waiting = new Map();
  #id = 0;
  /** What consoles said: level and text. */
  log = [];

  /** $FIREFOX, or /usr/bin/firefox-esr; with these preferences besides its own. */
  static async start(more = {}) {
    const firefox = new Firefox();
    firefox.#profile = mkdtempSync(join(tmpdir(), 'heliotrope-firefox-'));
    const preferences = Object.entries({ ...PREFERENCES, ...more }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    writeFileSync(join(firefox.#profile, 'user.js'), preferences.join('\n'));
    firefox.#process = spawn(process.env.FIREFOX ?? '/usr/bin/firefox-esr', ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', firefox.#profile], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: firefox.#profile },
    });
    const address = await new Promise((found, failed) => {
      let said = '';
      setTimeout(() => failed(new Error(`Firefox did not begin: ${said}`)), WITHIN).unref();
      firefox.#process.on('error', failed);
      firefox.#process.stderr.on('data', (data) => {
        said += data;
        const listening = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
        if (listening) found(listening[1]);
      });
    });
    await firefox.#connect(`${address}/session`);
    return firefox;
  }

  async #connect(address) {
    this.#socket = new WebSocket(address);
    await new Promise((open, failed) => this.#socket.once('open', open).once('error', failed));
    this.#socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.method === 'log.entryAdded') this.log.push(`${message.params.level}: ${message.params.text}`);
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
    await this.send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    await this.send('session.subscribe', { events: ['log.entryAdded'] });
  }

  async send(method, params) {
    const id = (this.#id += 1);
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} got no answer`)), WITHIN);
      this.#waiting.set(id, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
    this.#socket.send(JSON.stringify({ id, method, params }));
    const message = await answer;
    if (message.type === 'error') throw new Error(`${method}: ${message.error}: ${message.message}`);
    return message.result;
  }

  async open(url) {
    const { context } = await this.send('browsingContext.create', { type: 'tab' });
    await this.send('browsingContext.navigate', { context, url, wait: 'complete' });
    return new Tab(this, context);
  }

  /** Code that runs before any of the page's own, in tabs opened from now on. */
  async before(code) {
    await this.send('script.addPreloadScript', { functionDeclaration: code });
  }

  async close() {
    await this.send('browser.close', {}).catch(() => {});
    this.#socket?.close();
    this.#process.kill();
    await new Promise((ended) => (this.#process.exitCode === null ? this.#process.once('exit', ended) : ended()));
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

const KEYS = { F2: '\uE032', F4: '\uE034', F8: '\uE038', F9: '\uE039', Escape: '\uE00C', Enter: '\uE007', Control: '\uE009' };

class Tab {
  constructor(firefox, context) {
    Object.assign(this, { firefox, context });
  }

  /** What an expression of the page is worth; promises are waited for. */
  async value(expression) {
    const { result, exceptionDetails } = await this.firefox.send('script.evaluate', { expression, target: { context: this.context }, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  }

  /** Waits until an expression, or what it promises, is true. */
  async until(expression) {
    const end = Date.now() + WITHIN;
    while (!(await this.value(`Promise.resolve(${expression}).then(Boolean)`))) {
      if (Date.now() > end) throw new Error(`never: ${expression}; the page says: ${await this.value('document.body.innerText')}`);
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  says(text) {
    return this.until(`document.body.innerText.includes(${JSON.stringify(text)})`);
  }

  /** Clicks what has this text. */
  click(text) {
    return this.value(`[...document.querySelectorAll('button, a')].find((one) => one.innerText.trim().startsWith(${JSON.stringify(text)})).click()`);
  }

  /** Presses keys one after another; `Control+Enter` together. */
  async press(...presses) {
    const actions = presses.flatMap((press) => {
      const keys = press.split('+').map((key) => KEYS[key] ?? key);
      return [...keys.map((value) => ({ type: 'keyDown', value })), ...keys.toReversed().map((value) => ({ type: 'keyUp', value }))];
    });
    await this.firefox.send('input.performActions', { context: this.context, actions: [{ type: 'key', id: 'keys', actions }] });
  }

  async reload() {
    await this.firefox.send('browsingContext.reload', { context: this.context, wait: 'complete' });
  }

  async close() {
    await this.firefox.send('browsingContext.close', { context: this.context });
  }

  async front() {
    await this.firefox.send('browsingContext.activate', { context: this.context });
  }

  async picture(path) {
    const { data } = await this.firefox.send('browsingContext.captureScreenshot', { context: this.context });
    writeFileSync(path, Buffer.from(data, 'base64'));
  }
}
