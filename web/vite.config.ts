import { gzipAsync } from '@gfx/zopfli';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

/** The program sends these as they are to browsers that take gzip; it packs nothing itself. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(html|js|css|svg)$/.test(name)) continue;
        const file = join(folder, name);
        // Of the same gzip what is smallest: it is packed once and sent for years.
        writeFileSync(`${file}.gz`, await gzipAsync(readFileSync(file), {}));
      }
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), packed()],
  // Tests mount nothing, but runes must be those of the browser.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    // light-dark() is from 2024.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // Everything is a file of its own: the policy allows no data: addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Says what each page loads (tools/sizes.mjs); nothing serves it.
    manifest: true,
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true }, '/healthz': 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'] },
}));
