// Chromium, which hears a file.
import { launch } from '../browser.mjs';
import { DEAF, PRELUDE } from './prelude.mjs';

export async function start({ microphone }) {
  return new Chromium(await launch(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []));
}

class Chromium {
  #browser;
  #complaints = [];

  constructor(browser) {
    this.#browser = browser;
  }

  /** Each in a context of its own, as if on another machine. */
  async open(url, deaf) {
    const context = await this.#browser.newContext({ locale: 'en', baseURL: url, permissions: ['microphone'], viewport: { width: 1366, height: 768 } });
    await context.addInitScript(`(${PRELUDE})()`);
    if (deaf) await context.addInitScript(`(${DEAF})()`);
    context.on('page', (page) => this.#listen(page));
    const page = await context.newPage();
    await page.goto('/');
    return new Window(page, () => context.close());
  }

  #listen(page) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
  }

  complaints() {
    return this.#complaints.splice(0);
  }

  async close() {
    await this.#browser.close();
  }
}

class Window {
  constructor(page, close) {
    Object.assign(this, { page, close });
  }

  value(expression) {
    return this.page.evaluate(expression);
  }

  /** Single characters are typed, all others are keys by name. */
  async press(...presses) {
    for (const press of presses) await this.page.keyboard.press(press);
  }

  async reload() {
    await this.page.reload();
  }

  /** Holds the page between two of its statements: it beats no more, hears nothing, and knows nothing of it. */
  async freeze(on) {
    if (on) {
      this.tools = await this.page.context().newCDPSession(this.page);
      await this.tools.send('Debugger.enable');
      await this.tools.send('Debugger.pause');
    } else {
      await this.tools.send('Debugger.disable');
      await this.tools.detach();
    }
  }

  async opens(press) {
    const [page] = await Promise.all([this.page.context().waitForEvent('page'), press()]);
    return new Window(page, () => page.close());
  }
}
