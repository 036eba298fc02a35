import type { Application, BrowserWindow, BrowserWindowOptions, Webview } from '@webviewjs/webview';
import type { GuestView } from './guest-view.js';

export interface PageWindow {
  draw(view: GuestView): void;
  close(): void;
}

export interface PageWindowOptions {
  readonly app: Application;
  readonly frame: BrowserWindowOptions;
  readonly html: string;
  readonly heard: (message: unknown) => void;
  /** The person closed it. */
  readonly closed: () => void;
}

/** A window with one of our pages in it. It shows what was drawn last as soon as its page can. */
export function openWindow({ app, frame, html, heard, closed }: PageWindowOptions): PageWindow {
  const title = frame.title ?? '';
  const window: BrowserWindow = app.createBrowserWindow({ ...frame, title: `${title} …` });
  if (frame.resizable) {
    // Without it GTK makes no window lower than 200 pixels.
    window.setMinSize(60, 20);
    window.setSize(frame.width ?? 0, frame.height ?? 0);
  }
  const webview: Webview = window.createWebview({ html, ipcName: 'ipc', navigationHandler: (url) => /^(about:|data:)/.test(url), newWindowHandler: () => false });
  let isLoaded = false;
  let isOpen = true;
  let isTitled = false;
  let last: GuestView | undefined;
  const show = () => {
    if (!isLoaded || !isOpen || !last) return;
    const script = `draw(${JSON.stringify(last)})`;
    if (isTitled) return webview.evaluateScript(script);
    isTitled = true;
    // Its full title is a window's only once something is in it that can be answered.
    webview.evaluateScriptWithCallback(script, () => setImmediate(() => isOpen && window.setTitle(title)));
  };
  webview.on('page-load-finished', () => {
    isLoaded = true;
    show();
  });
  webview.onIpcMessage((message) => heard(JSON.parse(message.body.toString('utf8'))));
  window.on('close', () => {
    if (!isOpen) return;
    isOpen = false;
    closed();
  });
  return {
    draw: (view) => {
      last = view;
      show();
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      window.close();
    },
  };
}
