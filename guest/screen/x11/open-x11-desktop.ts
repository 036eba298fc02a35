import x11, { type DamageExtension, type FixesExtension, type TestExtension, type XDisplay } from 'x11';
import type { Desktop } from '../desktop.js';
import { asked } from './asked.js';
import { X11Clipboard } from './x11-clipboard.js';
import { X11Input } from './x11-input.js';
import { X11Screen } from './x11-screen.js';

/** The desktop of the X server that the environment names, over its socket: nothing native is loaded. Rejects where there is none. */
export async function openX11Desktop(lost: (error: Error) => void, display?: string): Promise<Desktop> {
  const connected = await asked<XDisplay>((answer) => {
    const client = x11.createClient(display === undefined ? {} : { display }, answer);
    // A window that is gone by the time it is answered is nothing to end a session for; only errors of the connection are.
    client.on('error', (error) => {
      if (error && !('majorOpcode' in error)) lost(error);
    });
    client.on('end', () => lost(new Error('the X server closed its connection')));
  });
  const x = connected.client;
  const root = connected.screen[0]!;
  const [damage, test, fixes] = await Promise.all([
    asked<DamageExtension>((answer) => x.require('damage', answer)),
    asked<TestExtension>((answer) => x.require('xtest', answer)),
    asked<FixesExtension>((answer) => x.require('fixes', answer)),
  ]);
  const size = { width: root.pixel_width, height: root.pixel_height };
  const screen = new X11Screen(x, root.root, size, damage, fixes);
  const input = await X11Input.create(x, root.root, test);
  const clipboard = await X11Clipboard.create(x, root.root, fixes);
  return {
    screen, input, clipboard,
    close: () => {
      input.close();
      x.terminate();
    },
  };
}
