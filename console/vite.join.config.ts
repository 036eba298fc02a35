import { defineConfig } from 'vite';
import console from './vite.config';

/** The page of people who are helped, built by itself: code that it shared with the console would cut the console's into a hundred small files. */
export default defineConfig({
  ...console,
  build: { ...console.build, emptyOutDir: false, rolldownOptions: { input: { join: 'join.html' } } },
});
