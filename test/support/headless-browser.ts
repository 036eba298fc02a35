import { chromium, type Browser } from 'playwright-core';

const PROGRAM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** A real Chromium without a window, with further flags where a story needs them. */
export function openBrowser(...flags: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, headless: true, args: [...FLAGS, ...flags], timeout: 60_000 });
}
