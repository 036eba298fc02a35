import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from './api-client.js';
import type { ConsolePage } from './console-pages.js';

/** How somebody looks at the console. */
export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** A desk and a telephone, by day and by night. */
export const LOOKS: readonly Look[] = [
  { scheme: 'light', width: 1440, height: 900 },
  { scheme: 'dark', width: 1440, height: 900 },
  { scheme: 'light', width: 390, height: 844 },
  { scheme: 'dark', width: 390, height: 844 },
];

/** Fonts are there and nothing is on its way in or out; what turns for ever may turn. */
const AT_REST = `(async () => {
  await document.fonts.ready;
  const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
})()`;

/** A window in which somebody who is signed in looks at the pages of the console. */
export class ConsoleWindow {
  /** What the browser complained about, newest last. */
  readonly complaints: string[] = [];
  private visited: ConsolePage | undefined;

  private constructor(
    private readonly url: string,
    private readonly context: BrowserContext,
    private readonly cookie: { readonly name: string; readonly value: string },
    readonly page: Page,
  ) {}

  /** Somebody who has chosen a language keeps it; anybody else gets the browser's, which is English. */
  static async open(
    browser: Browser,
    url: string,
    operator: ApiClient,
    { scheme, width, height }: Look,
    language?: string,
  ): Promise<ConsoleWindow> {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height },
      reducedMotion: 'reduce',
      hasTouch: width < 768,
    });
    if (language) await context.addInitScript(`localStorage.setItem('latchkey-language', ${JSON.stringify(language)})`);
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const [name = '', value = ''] = operator.session.cookieHeader.split(/=(.*)/s);
    const window = new ConsoleWindow(url, context, { name, value }, page);
    page.on('console', (message) => {
      const { url: at } = message.location();
      const isExpected = window.visited?.refusedAt?.some((end) => at.endsWith(end)) === true;
      if (message.type() === 'error' && !isExpected) window.complaints.push(`${message.text()} (${at})`);
    });
    page.on('pageerror', (error) => window.complaints.push(error.message));
    return window;
  }

  /** Goes to a page and waits until it shows what it is for, and nothing moves any more. */
  async visit(visited: ConsolePage): Promise<void> {
    const { path, shows, first, isSignedOut } = visited;
    this.visited = visited;
    if (isSignedOut) await this.context.clearCookies();
    else await this.context.addCookies([{ ...this.cookie, url: this.url }]);
    await this.page.mouse.move(0, 0);
    await this.page.goto(this.url + path);
    await first?.(this.page);
    await this.page.getByText(shows).filter({ visible: true }).first().waitFor();
    await this.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
    await this.page.evaluate(AT_REST);
  }

  /** Day becomes night, or night day, on the page as it is. */
  async turn(scheme: Look['scheme']): Promise<void> {
    await this.page.emulateMedia({ colorScheme: scheme });
    // The page hears of it a moment later, and only then do its colours begin to change.
    await this.page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
    await this.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await this.page.evaluate(AT_REST);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
