import type { Application, BrowserWindowOptions, TrayIcon } from '@webviewjs/webview';
import type { Dialog, FromWindows, GuestView } from './guest-view.js';
import { openWindow, type PageWindow } from './open-window.js';
import { BANNER_PAGE } from './pages/banner-page.js';
import { DIALOG_PAGE } from './pages/dialog-page.js';
import { SIDEBAR_PAGE } from './pages/sidebar-page.js';
import { ICON_SIZE, trayIcon } from './tray-icon.js';

const TITLE = 'Remote support';
const BANNER = { width: 760, height: 46 } as const;
const SIDEBAR = { width: 360, height: 560 } as const;
const DIALOG = { width: 480, height: 470 } as const;
const REFUSAL: Readonly<Record<Dialog['kind'], FromWindows>> = {
  code: { type: 'exit' },
  consent: { type: 'consent', consent: { view: false, control: false, clipboard: false } },
  enrolment: { type: 'enrolment', allowed: false },
  command: { type: 'ready' },
};

/** Tray icon, banner, dialog and sidebar: each is there exactly when the view says so, the sidebar when the person does. */
export class Windows {
  private view: GuestView | undefined;
  private readonly tray: TrayIcon;
  private banner: PageWindow | undefined;
  private sidebar: PageWindow | undefined;
  private dialog: PageWindow | undefined;
  /** A command that the person has read and closed. */
  private closedCommand: string | undefined;
  private shownWords = '';

  constructor(
    private readonly app: Application,
    private readonly display: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    private readonly tell: (message: FromWindows) => void,
  ) {
    this.tray = app.createTrayIcon({ id: 'latchkey-guest', tooltip: TITLE, icon: { data: trayIcon('disconnected'), width: ICON_SIZE, height: ICON_SIZE }, menu: menu(TITLE) });
    app.on('custom-menu-click', ({ customMenuEvent }) => {
      // A window made while a menu is being left is never shown.
      if (customMenuEvent?.id === 'open') setImmediate(() => this.openSidebar());
      if (customMenuEvent?.id === 'exit') this.tell({ type: 'exit' });
    });
    this.openSidebar();
  }

  draw(view: GuestView): void {
    this.view = view;
    this.drawTray(view);
    this.banner = this.kept(this.banner, view.banner !== null, () => this.open(BANNER_PAGE, this.bannerFrame(), () => this.draw(this.view!)));
    this.dialog = this.kept(this.dialog, this.asks(view), () => this.open(DIALOG_PAGE, this.dialogFrame(), () => this.refuse()));
    for (const window of [this.banner, this.dialog, this.sidebar]) window?.draw(view);
  }

  private drawTray({ presence, words }: GuestView): void {
    const shown = `${presence} ${words}`;
    if (shown === this.shownWords) return;
    this.shownWords = shown;
    this.tray.setIcon(trayIcon(presence), ICON_SIZE, ICON_SIZE);
    this.tray.setTooltip(words);
    this.tray.setMenu(menu(words));
  }

  private kept(window: PageWindow | undefined, wanted: boolean, open: () => PageWindow): PageWindow | undefined {
    if (wanted) return window ?? open();
    window?.close();
    return undefined;
  }

  private asks({ dialog }: GuestView): boolean {
    return dialog !== null && !(dialog.kind === 'command' && dialog.command === this.closedCommand);
  }

  /** A dialog whose window is closed is refused, whatever it asked. */
  private refuse(): void {
    this.dialog = undefined;
    const dialog = this.view?.dialog;
    if (!dialog) return;
    if (dialog.kind === 'command') this.closedCommand = dialog.command;
    this.tell(REFUSAL[dialog.kind]);
  }

  private openSidebar(): void {
    if (this.sidebar) return;
    const { x, y, width, height } = this.display;
    const at = { x: x + width - SIDEBAR.width - 24, y: y + Math.max(0, height - SIDEBAR.height - 72) };
    this.sidebar = this.open(SIDEBAR_PAGE, { title: TITLE, ...SIDEBAR, ...at, resizable: true }, () => (this.sidebar = undefined));
    if (this.view) this.sidebar.draw(this.view);
  }

  private open(html: string, frame: BrowserWindowOptions, closed: () => void): PageWindow {
    return openWindow({ app: this.app, frame: { logical: true, ...frame }, html, heard: (message) => this.heard(message), closed });
  }

  private heard(message: unknown): void {
    if ((message as { type: string }).type !== 'close-dialog') return this.tell(message as FromWindows);
    this.dialog?.close();
    this.refuse();
  }

  private bannerFrame(): BrowserWindowOptions {
    const width = Math.min(BANNER.width, this.display.width);
    return {
      title: TITLE, ...BANNER, width, x: this.display.x + Math.round((this.display.width - width) / 2), y: this.display.y,
      decorations: false, alwaysOnTop: true, resizable: true, focused: false, visibleOnAllWorkspaces: true, windowsSkipTaskbar: true,
    };
  }

  private dialogFrame(): BrowserWindowOptions {
    const { x, y, width, height } = this.display;
    return { title: TITLE, ...DIALOG, x: x + Math.round((width - DIALOG.width) / 2), y: y + Math.round((height - DIALOG.height) / 3), alwaysOnTop: true, resizable: true, maximizable: false };
  }
}

/** The words first, as an indicator of Linux has no tool tip. */
function menu(words: string) {
  return { items: [{ id: 'words', label: words, enabled: false }, { role: 'separator' }, { id: 'open', label: 'Open' }, { id: 'exit', label: 'Exit' }] };
}
