import react from '@vitejs/plugin-react';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { catalogues, markedTexts, preloadedStart } from './marked-texts';

/** Where `vite` (development only) finds the API; a build needs no server. */
const api = process.env['LATCHKEY_URL'] ?? 'http://localhost:8080';

/** Below this a file is one packet anyway. */
const WORTH_COMPRESSING = 1_400;

/** Lays compressed copies of code and style beside the originals, for the server to send to those who take them. */
export const compressedCopies: Plugin = {
  name: 'compressed-copies',
  apply: 'build',
  writeBundle({ dir = '' }, files) {
    for (const name of Object.keys(files).filter((each) => /\.(js|css)$/.test(each))) {
      const path = join(dir, name);
      const content = readFileSync(path);
      if (content.length < WORTH_COMPRESSING) continue;
      writeFileSync(`${path}.br`, brotliCompressSync(content));
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [markedTexts, catalogues, preloadedStart, react(), compressedCopies],
  // The server replaces this placeholder by a fresh value in every response that carries index.html.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // The first versions that know light-dark(); older targets would have it rewritten into something Mantine's scheme does not switch.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The policy allows no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What twenty pages share is one file: a hundred small ones compress badly, and the frame needs most of it anyway.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /node_modules/, minShareCount: 20 }] } } },
  },
  server: { proxy: { '/api': { target: api, ws: true }, '/launch/': api, '/guest/': { target: api, ws: true } } },
});
