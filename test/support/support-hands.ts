import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What a host does at the support queue by hand: only by the words that stand on the screen. */
export class HostHands {
  constructor(
    private readonly page: Page,
    private readonly url: string,
  ) {}

  /** Support > New session; resolves with the code that he reads aloud. */
  async makeSession(name: string, reason: string): Promise<string> {
    await this.page.goto(`${this.url}/support`);
    await this.page.getByRole('button', { name: 'New session' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Reason (optional)').fill(reason);
    await dialog.getByRole('button', { name: 'Make the session' }).click();
    return (await this.page.getByLabel('Code', { exact: true }).textContent()) ?? '';
  }

  async admit(): Promise<void> {
    await this.page.getByRole('button', { name: 'Admit', exact: true }).click();
  }

  async say(text: string): Promise<void> {
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  async hears(text: string): Promise<void> {
    await this.page.getByRole('log').getByText(text).waitFor();
  }
}

/** What a guest does at the page that he was sent to. */
export class GuestHands {
  constructor(private readonly page: Page) {}

  async typeCode(code: string): Promise<void> {
    await this.page.getByLabel('Group 1 of 3').click();
    await this.page.keyboard.type(code.toLowerCase().replaceAll('-', ''));
    await this.goOn();
  }

  /** Sees who wants to help him, goes on, and keeps what downloads by itself in this folder. Resolves with its path, ready to be started. */
  async takeProgram(folder: string, host: string): Promise<string> {
    await this.page.getByRole('heading', { name: new RegExp(`^${host} from .* wants to help you$`) }).waitFor();
    const downloading = this.page.waitForEvent('download');
    await this.goOn();
    const download = await downloading;
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    chmodSync(file, 0o755);
    return file;
  }

  async goOn(): Promise<void> {
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }
}
