import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite` (development only) finds the API; a build needs no server. */
const api = process.env['LATCHKEY_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  // The server replaces this placeholder by a fresh value in every response that carries index.html.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // The first versions that know light-dark(); older targets would have it rewritten into something Mantine's scheme does not switch.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The policy allows no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': api, '/launch/': api } },
});
