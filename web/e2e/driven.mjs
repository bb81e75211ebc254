// A browser that does what it is told, one JSON object a line, and answers each by a line: `{"done": value}` or
// `{"failed": why}`. By it the whole-system tests (tests/softphone.rs) look at the page, talk and listen.
//
//   node e2e/driven.mjs chromium --microphone FILE.wav     hears the file again and again
//   node e2e/driven.mjs firefox --tone HERTZ               hears a tone
//
// When its input ends, so does the browser.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

/** Longest wait for what is to be seen or heard, milliseconds. */
const WITHIN = 60_000;
const AGAIN = 100;

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { microphone: { type: 'string' }, tone: { type: 'string' } } });
const { start } = await import(`./driven/${positionals[0]}.mjs`);
const browser = await start(options);
const windows = new Map();

/**
 * Share of half a second that is this tone, of what the newest connection brings; 0 for silence. Recorded and read
 * back: where there is no loudspeaker, no other clock of the browser's runs.
 */
const share = (hertz) => `(async () => {
  const track = peers.at(-1)?.getReceivers()[0]?.track;
  if (!track) return 0;
  const recorder = new MediaRecorder(new MediaStream([track]));
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const over = new Promise((stopped) => (recorder.onstop = stopped));
  recorder.start();
  setTimeout(() => recorder.stop(), 500);
  await over;
  const reader = new OfflineAudioContext(1, 1, 48000);
  const sound = await reader.decodeAudioData(await new Blob(pieces).arrayBuffer()).catch(() => null);
  const samples = sound?.getChannelData(0) ?? [];
  const turn = 2 * Math.cos((2 * Math.PI * ${hertz}) / 48000);
  let last = 0, before = 0, whole = 0;
  for (const sample of samples) {
    [last, before] = [sample + turn * last - before, last];
    whole += sample * sample;
  }
  return whole < 0.01 ? 0 : (2 * (last * last + before * before - turn * last * before)) / samples.length / whole;
})()`;

const text = (value) => JSON.stringify(value);
const button = (words) => `[...document.querySelectorAll('button, a')].find((one) => (one.getAttribute('aria-label') ?? one.innerText).trim().startsWith(${text(words)}) && !one.disabled)`;

async function until(window, what, expression, holds = Boolean) {
  const end = Date.now() + WITHIN;
  for (;;) {
    const value = await window.value(expression);
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`never ${what} (at last ${value}); the page says: ${await window.value('document.body.innerText')}`);
    await new Promise((later) => setTimeout(later, AGAIN));
  }
}

const does = {
  async open(window, { name, url, deaf }) {
    windows.set(name, await browser.open(url, deaf ?? false));
  },
  /** Waits until the page says something; the whole of what it says. */
  says: (window, { words }) => until(window, `says “${words}”`, `document.body.innerText.includes(${text(words)}) && document.body.innerText`),
  click: async (window, { words }) => {
    await until(window, `has a button “${words}”`, `${button(words)} !== undefined`);
    await window.value(`${button(words)}.click()`);
  },
  fill: (window, { id, words }) =>
    window.value(`(() => { const field = document.getElementById(${text(id)}); field.value = ${text(words)}; field.dispatchEvent(new Event('input')); })()`),
  value: (window, { expression }) => window.value(expression),
  until: (window, { expression }) => until(window, expression, expression),
  press: (window, { keys }) => window.press(...keys),
  hears: (window, { hertz }) => until(window, `hears ${hertz} Hz`, share(hertz), (heard) => heard > 0.8),
  reload: (window) => window.reload(),
  close: async (window, { name }) => {
    windows.delete(name);
    await window.close();
  },
  freeze: (window, { on }) => window.freeze(on),
  /** Presses a button that opens a window; from now on it goes by this name. */
  async opens(window, { words, window: name }) {
    windows.set(name, await window.opens(() => does.click(window, { words })));
  },
  /** What consoles said that no console should, since the last time. */
  complaints: () => browser.complaints(),
};

const input = createInterface({ input: process.stdin });
for await (const line of input) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = { done: (await does[asked.do](windows.get(asked.name), asked)) ?? null };
  } catch (failure) {
    answer = { failed: String(failure.stack ?? failure), complaints: browser.complaints() };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
