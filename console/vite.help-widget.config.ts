import { defineConfig } from 'vite';
import { compressedCopies } from './vite.config';

/** `help.js`: one classic script for pages of other origins, at an address that stays. */
export default defineConfig({
  plugins: [compressedCopies],
  publicDir: false,
  build: {
    emptyOutDir: false,
    target: ['chrome100', 'edge100', 'firefox101', 'safari16.4'],
    lib: { entry: 'src/help-widget/help.ts', formats: ['iife'], name: 'latchkeyHelp', fileName: () => 'help.js' },
  },
});
