import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

const INPUT = '.xterm-helper-textarea';

/** The engine's page with the terminal of a device, used as a technician uses it. */
export class TerminalPage {
  constructor(readonly page: Page) {}

  /** Presses Connect and waits for the shell's prompt. */
  async connect(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect', exact: true }).first().click();
    await this.page.locator(INPUT).waitFor({ state: 'attached' });
    await this.shows(/[#$]/);
  }

  async type(words: string): Promise<void> {
    await this.page.locator(INPUT).focus();
    await this.page.keyboard.type(words);
  }

  /** Waits until that text stands on the screen. */
  async shows(text: RegExp): Promise<void> {
    let seen = '';
    const look = async (): Promise<boolean> => text.test((seen = await this.screen()));
    await eventually(`the terminal shows ${text}`, look, { lastSeen: () => seen });
  }

  /** Waits until the page offers to connect again: the session is over. */
  async isCut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect', exact: true }).first().waitFor({ state: 'visible', timeout: 15_000 });
  }

  private async screen(): Promise<string> {
    return this.page.evaluate<string>("document.querySelector('.xterm-rows')?.textContent ?? ''");
  }
}
