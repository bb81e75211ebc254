// Makes src/api/generated.d.ts from the API's document; with --check, says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const document = new URL('../../crates/api/openapi.json', import.meta.url);
const types = new URL('../src/api/generated.d.ts', import.meta.url);
const header = '// Made from crates/api/openapi.json by `npm run types`. Do not change it by hand.\n\n';

const made = header + astToString(await openapi(document));
if (!process.argv.includes('--check')) {
  writeFileSync(types, made);
} else if (readFileSync(types, 'utf8') !== made) {
  console.error('web/src/api/generated.d.ts does not fit crates/api/openapi.json: run `npm run types` in web/ and commit it');
  process.exit(1);
}
