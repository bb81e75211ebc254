// Prints what a first visit loads, and fails when it is more than the bar allows.
import { readFileSync, readdirSync, statSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
const KB = 1024;
/** Sign-in, shell and wallboard, in bytes of gzip (`design/desktop.md`). */
const FIRST = 60 * KB;

const size = (name) => statSync(new URL(`${name}.gz`, dist)).size;
const page = readFileSync(new URL('index.html', dist), 'utf8');
const first = new Set([...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name));
const all = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|svg|html)$/.test(name));
const total = (names) => names.reduce((sum, name) => sum + size(name), 0);
const said = (bytes) => `${(bytes / KB).toFixed(1)} KB`.padStart(9);

for (const name of all.toSorted()) {
  console.log(`${said(size(name))} gzip  ${name === 'index.html' || first.has(name) ? 'first' : 'later'}  ${name}`);
}
const loaded = total(['index.html', ...first]);
console.log(`${said(loaded)} gzip  first visit, sign-in and wallboard; at most ${FIRST / KB} KB`);
if (loaded > FIRST) {
  console.error('the first visit loads too much: load what it does not need later');
  process.exit(1);
}
