import type { Browser, Page } from 'playwright-core';
import { DANA } from '../personas/dana.js';
import { ApiClient } from '../support/api-client.js';
import { chapters } from '../support/chapters.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { openBrowser } from '../support/headless-browser.js';
import { ProgramWithFolder } from '../support/program-with-folder.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(180_000);

/** The program as it is built, with one more folder among its policy types; nothing else knows of it. */
describe('a second type of policy, one new folder', () => {
  const program = new ProgramWithFolder('test/fixtures/policy-types/maintenance-notice', 'src/policies/types/maintenance-notice');
  const till = new EndpointAgentProcess('till');
  const made = { site: '', policies: [] as string[] };
  const chapter = chapters();
  let installation: RunningInstallation;
  let browser: Browser;
  let page: Page;
  let dana: ApiClient;

  beforeAll(async () => {
    [installation, browser] = await Promise.all([RunningInstallation.startIn(program.path), openBrowser()]);
    dana = new ApiClient(installation.url);
    await dana.create('/setup', { claimCode: installation.claimCode, ...DANA });
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
  });

  afterAll(async () => {
    await browser?.close();
    await till.stop();
    await installation?.stop();
    program.remove();
  });

  const ofTill = () => dana.read(`/devices/${till.deviceId}/effective-policy/devices/maintenance-notice`);
  const setting = (title: string) => page.getByRole('radiogroup', { name: title, exact: true });

  chapter('is described by the API like the first: groups, settings, defaults and its own rule', async () => {
    const { items } = await dana.read('/policy-types');
    expect(items.map(({ title }: { title: string }) => title)).toEqual(['Maintenance Notice', 'Remote Access']);
    expect(items[0]).toMatchObject({ category: 'devices', type: 'maintenance-notice', groups: [{ key: 'notice', title: 'Notice' }, { key: 'times' }] });
    expect(items[0].settings).toContainEqual(expect.objectContaining({ key: 'notice.channels', merge: 'all-of-them', default: 'screen' }));
  });

  chapter('has policies that are validated by its own settings', async () => {
    const post = (settings: object) => dana.session.post('/policies', { category: 'devices', type: 'maintenance-notice', name: 'Tells early', settings });
    expect(await post({ 'consent.mode': 'always' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-02', errors: [{ pointer: '/settings/consent.mode' }] } });
    expect(await post({ 'notice.channels': 'MAIL' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/settings/notice.channels' }] } });
    const early = await post({ 'notice.channels': 'mail,screen', 'notice.leadMinutes': 60, 'notice.hours': 'mon-fri 08:00-18:00' });
    expect(early.status).toBe(201);
    made.policies.push(early.body.id);
  });

  chapter('is chosen in Add Policy, where its form is drawn with all three states', async () => {
    await page.goto(installation.url);
    await page.getByLabel('E-mail').fill(DANA.email);
    await page.getByLabel('Password', { exact: false }).first().fill(DANA.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Policies' }).click();
    await page.getByRole('link', { name: 'Add Policy' }).first().click();
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Maintenance Notice' }).click();
    await page.getByRole('heading', { name: 'Notice', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'Consent' }).count()).toBe(0);
    await page.getByLabel('Name').fill('Tells by pager');
    await setting('Announce maintenance').getByText('On', { exact: true }).click();
    await setting('Channels').getByText('Configured', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Channels' }).fill('PAGER');
    await setting('Hours of work').getByText('Configured', { exact: true }).click();
    await setting('Hours of work').getByText('At these hours', { exact: true }).click();
    await page.getByLabel('Monday, from').fill('12:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'mail,screen' }).waitFor();
    await page.getByRole('textbox', { name: 'Channels' }).fill('pager');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Tells by pager' }).waitFor();
    const { items } = await dana.read('/policies?type=maintenance-notice&q=pager');
    expect(items).toMatchObject([{ settings: { announce: true, 'notice.channels': 'pager', 'notice.hours': 'mon 12:00-18:00; tue-fri 08:00-18:00' } }]);
    expect(Object.keys(items[0].settings)).not.toContain('notice.leadMinutes');
    made.policies.push(items[0].id);
  });

  chapter('reaches the devices of a site through packages, by its own merge rule, with its own conditions', async () => {
    const client = await dana.create('/clients', { name: 'Riverside Dental' });
    made.site = (await dana.create('/sites', { clientId: client.id, name: 'Front desk' })).id;
    await till.enrol(installation.url, (await dana.create('/enrolment-tokens', { siteId: made.site })).token);
    expect((await ofTill()).conditions).toMatchObject([{ type: 'Announced', status: 'false' }, { type: 'Reachable', status: 'unknown' }]);
    const held = await dana.create('/packages', { name: 'Notices', entries: made.policies.map((policyId) => ({ policyId })) });
    await dana.create('/assignments', { packageId: held.id, siteIds: [made.site] });
    const { settings, conditions, conflicts } = await ofTill();
    expect(settings).toMatchObject({
      announce: { value: true, source: 'policy', policyName: 'Tells by pager' },
      'notice.channels': { value: 'mail,pager,screen', mergedStricter: true },
      'notice.leadMinutes': { value: 60, policyName: 'Tells early' },
      'notice.hours': { value: 'mon 12:00-18:00; tue-fri 08:00-18:00' },
    });
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Announced', status: 'true', message: 'Told 60 minutes ahead by mail,pager,screen.' }));
    expect(conflicts).toEqual([]);
  });

  chapter('leaves remote access to its own policies', async () => {
    const remote = await dana.read(`/devices/${till.deviceId}/effective-policy`);
    expect(remote).toMatchObject({ targeted: false, settings: { enabled: { value: false, source: 'default' } } });
    expect(Object.keys(remote.settings)).not.toContain('announce');
  });

  chapter('is compared and restored in the history like any policy', async () => {
    const [, pager] = made.policies;
    const before = await dana.read(`/policies/${pager}`);
    await dana.replace(`/policies/${pager}`, { name: before.name, enabled: true, settings: { announce: false } });
    await page.goto(`${installation.url}/policies/${pager}`);
    await page.getByRole('tab', { name: 'Versions' }).click();
    const first = page.getByRole('article', { name: 'Version 1' });
    await first.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('dialog').getByText('Announce maintenance:').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await first.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('article', { name: 'Version 3' }).waitFor();
    expect(await dana.read(`/policies/${pager}`)).toMatchObject({ version: 3, settings: before.settings });
  });
});
