// Prints what the first visit of each page loads, and fails when it is more than its bar allows.
import { readFileSync, rmSync, statSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
const KB = 1024;
/** Bars of first visits of somebody who is signed in, in bytes of gzip (`design/desktop.md`); the shell is part of each. */
const BARS = {
  'src/wallboard/Wallboard.svelte': 60 * KB,
  'src/desk/Desk.svelte': 150 * KB,
};
/** What else is loaded with a page, of its own accord: an agent's workplace, a board's announcements. */
const BESIDE = {
  'src/wallboard/Wallboard.svelte': ['src/wallboard/control/Announced.svelte'],
  'src/desk/Desk.svelte': ['src/desk/agent.ts'],
  'src/phone/PhonePage.svelte': ['src/desk/agent.ts'],
};
/** What is loaded with every page. */
const ALWAYS = ['src/session/Watch.svelte'];
const ENTRY = 'index.html';

const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
// It is for this look alone: what is left in the folder becomes part of the program.
rmSync(new URL('.vite/', dist), { recursive: true });
const size = (name) => statSync(new URL(`${name}.gz`, dist)).size;
const said = (bytes) => `${(bytes / KB).toFixed(1)} KB`.padStart(9);

/** The files a chunk loads with everything it stands on. */
function files(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const needed of chunk.imports ?? []) files(needed, seen);
  return seen;
}

const total = (names) => [...names].reduce((sum, name) => sum + size(name), 0);
const first = new Set(['index.html', 'mark.svg', ...files(ENTRY)]);
for (const name of new Set(Object.keys(manifest).flatMap((name) => [...files(name)]))) {
  console.log(`${said(size(name))} gzip  ${first.has(name) ? 'first' : 'later'}  ${name}`);
}
console.log(`${said(total(first))} gzip  sign-in`);
let failed = false;
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || !name.endsWith('.svelte')) continue;
  const loaded = total(new Set([...first, ...files(name), ...[...ALWAYS, ...(BESIDE[name] ?? [])].flatMap((beside) => [...files(beside)])]));
  const bar = BARS[name];
  console.log(`${said(loaded)} gzip  first visit of ${name}${bar ? `; at most ${bar / KB} KB` : ''}`);
  if (bar && loaded > bar) {
    console.error(`${name} loads too much: load what it does not need at first later`);
    failed = true;
  }
}
for (const name of Object.keys(BARS).filter((name) => !manifest[name])) {
  console.error(`${name} has a bar but is no page of its own`);
  failed = true;
}
if (failed) process.exit(1);
