import type { Locator, Page } from 'playwright-core';

/** What somebody does in the console by hand: only by the words that stand on the screen. */
export class ConsoleHands {
  constructor(private readonly page: Page) {}

  /** Clients & Sites > Add Client; the console goes on with its first site by itself. */
  async addClientWithSite(client: string, site: string): Promise<void> {
    await this.goTo('Clients & Sites');
    await this.press('Add Client');
    await this.fillAndSave(this.dialog('Add Client'), client);
    await this.fillAndSave(this.dialog(`Add Site to ${client}`), site);
    await this.page.getByRole('button', { name: `Install agent at ${site}` }).waitFor();
  }

  /** Endpoints > Policies > Add Policy; category and type stand there already. */
  async addPolicy(name: string, settings: Readonly<Record<string, 'On' | 'Off'>>): Promise<void> {
    await this.goTo('Policies');
    await this.page.getByRole('link', { name: 'Add Policy' }).first().click();
    await this.page.getByRole('heading', { name: 'Add Policy' }).waitFor();
    for (const [field, value] of [['Category', 'Devices'], ['Type', 'Remote Access']] as const) {
      const shown = await this.page.getByLabel(field, { exact: true }).first().inputValue();
      if (shown !== value) throw new Error(`${field} is ${shown}`);
    }
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.set(settings);
    await this.press('Save');
    await this.page.getByRole('link', { name, exact: true }).waitFor();
  }

  /** Endpoints > Policies > the policy > settings > Save. */
  async changePolicy(name: string, settings: Readonly<Record<string, 'On' | 'Off'>>): Promise<void> {
    await this.goTo('Policies');
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
    await this.set(settings);
    await this.press('Save');
    await this.told('Saved.');
  }

  /** Endpoints > Packages > Add Package, with one policy ticked. */
  async addPackage(name: string, policy: string): Promise<void> {
    await this.goTo('Packages');
    await this.press('Add Package');
    const dialog = this.dialog('Add Package');
    await dialog.getByRole('checkbox', { name: policy }).check();
    await this.fillAndSave(dialog, name);
    await this.page.getByRole('link', { name, exact: true }).waitFor();
  }

  /** Clients & Sites > Install agent > Make the command: the line that is to be pasted on the device. */
  async installCommand(site: string): Promise<string> {
    await this.goTo('Clients & Sites');
    await this.press(`Install agent at ${site}`);
    const dialog = this.dialog(`Install agent · ${site}`);
    await dialog.getByRole('radiogroup', { name: 'Operating system' }).getByText('Linux').click();
    await dialog.getByRole('button', { name: 'Make the command' }).click();
    const command = await dialog.getByLabel('Install command').innerText();
    await dialog.getByRole('button', { name: 'Close' }).click();
    return command;
  }

  /** Endpoints > Packages > Sites: tick the site, Assign Package, click the package's name, Assign. */
  async assign(packageName: string, site: string): Promise<void> {
    await this.openSitesOfPackages();
    await this.page.getByRole('checkbox', { name: `Select ${site}` }).check();
    await this.press('Assign Package');
    const dialog = this.dialog('Assign Package');
    await dialog.getByRole('radio', { name: packageName }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await this.told('Assigned to 1 site.');
  }

  /** Endpoints > Packages > Sites: the cross beside the package, and yes. */
  async unassign(packageName: string, site: string): Promise<void> {
    await this.openSitesOfPackages();
    await this.press(`Unassign ${packageName} from ${site}`);
    await this.dialog(`Unassign “${packageName}” from ${site}?`).getByRole('button', { name: 'Unassign', exact: true }).click();
    await this.page.getByRole('button', { name: `Unassign ${packageName} from ${site}` }).waitFor({ state: 'detached' });
  }

  /** Settings > Users > Edit User > Allow Remote Control Access. */
  async allowRemoteControl(person: string): Promise<void> {
    await this.goTo('Users');
    await this.press(`Edit ${person}`);
    const dialog = this.dialog(`Edit User · ${person}`);
    await dialog.getByRole('checkbox', { name: 'Allow Remote Control Access' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Devices > Computers, pointing at the Log In icon, until its card says this. */
  async readInLogInCard(device: string, words: RegExp): Promise<void> {
    await this.goTo('Computers');
    await this.page.getByRole('link', { name: `Log In to ${device}` }).hover();
    await this.page.getByRole('region', { name: `Deployment status of ${device}` }).filter({ hasText: words }).waitFor();
  }

  private async goTo(menu: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: menu, exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name: menu }).waitFor();
  }

  private async openSitesOfPackages(): Promise<void> {
    await this.goTo('Packages');
    await this.page.getByRole('tab', { name: 'Sites' }).click();
  }

  private async set(settings: Readonly<Record<string, 'On' | 'Off'>>): Promise<void> {
    for (const [title, value] of Object.entries(settings)) {
      await this.page.getByRole('radiogroup', { name: title, exact: true }).getByText(value, { exact: true }).click();
    }
  }

  private async fillAndSave(dialog: Locator, name: string): Promise<void> {
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  private dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title, exact: true });
  }

  private async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
  }

  private async told(words: string): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }
}
