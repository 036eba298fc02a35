import type { Application as App } from '@webviewjs/webview';
import { removeOwnFolder } from '../program/own-folder.js';
import { unpack } from '../program/native-parts.js';
import type { GuestView } from './guest-view.js';
import { Windows } from './windows.js';

/** Slower pumping lets typed letters lag behind; this costs a few percent of a core. */
const PUMP_EVERY_MS = 8;

/**
 * The window process: shows what its parent sends, tells it what the person does, and decides nothing. A process of its own, as the library
 * ends the process where a part of the desktop is missing, and the session must outlive that.
 */
export async function runWindows(): Promise<void> {
  process.on('disconnect', () => {
    removeOwnFolder();
    process.exit(0);
  });
  process.env['NAPI_RS_NATIVE_LIBRARY_PATH'] = unpack('webview.node', 'webview.node');
  const { Application } = await import('@webviewjs/webview');
  const app = new Application();
  await app.whenReady({ interval: PUMP_EVERY_MS });
  const windows = new Windows(app, primaryDisplay(app), (message) => process.send?.(message));
  process.on('message', (view: GuestView) => setImmediate(() => windows.draw(view)));
  process.send?.({ type: 'ready' });
}

function primaryDisplay(app: App) {
  const probe = app.createBrowserWindow({ visible: false, width: 60, height: 60, title: 'Remote support' });
  const monitor = probe.getPrimaryMonitor() ?? probe.getAvailableMonitors()[0];
  probe.dispose();
  if (!monitor) return { x: 0, y: 0, width: 1280, height: 800 };
  const { scaleFactor, size, position } = monitor;
  return { x: position.x / scaleFactor, y: position.y / scaleFactor, width: size.width / scaleFactor, height: size.height / scaleFactor };
}
