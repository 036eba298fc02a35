import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('explaining what somebody may reach', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await hired(web, dana, 'theo', { siteIds: [fleet.yard] }, true);
    await hired(web, dana, 'ada', { clientIds: [fleet.bakery] });
  });
  afterAll(() => web.close());

  const idOf = async (name: string): Promise<string> => (await dana.get(`/users?q=${encodeURIComponent(name)}`)).body.items[0].id;
  const access = async (name: string, deviceId?: string) => (await dana.get(`/users/${await idOf(name)}/access${deviceId ? `?deviceId=${deviceId}` : ''}`)).body;
  const failing = ({ device }: { device: { steps: { step: string; passed: boolean; code: string | null }[] } }) => device.steps.filter(({ passed }) => !passed).map(({ step, code }) => [step, code]);
  const preview = async (body: object) => (await dana.post('/users/access-preview', body)).body;

  it('counts what a role, a scope and the flag would come to before they are saved', async () => {
    const scope = { clientIds: [fleet.bakery] };
    expect(await preview({ role: 'technician', allowRemoteControl: true, scope })).toMatchObject({ everything: false, clients: 1, sites: 1, mayLaunch: true, launchSites: 1 });
    expect(await preview({ role: 'technician', allowRemoteControl: false, scope })).toMatchObject({ sites: 1, mayLaunch: false, launchSites: 0, launchDevices: 0 });
    expect(await preview({ role: 'auditor', allowRemoteControl: true, scope })).toMatchObject({ mayLaunch: false, rights: expect.not.arrayContaining(['devices.launch']) });
    expect(await preview({ role: 'technician' })).toMatchObject({ clients: 0, sites: 0, devices: 0 });
  });

  it('counts everything for those who reach everything by their role, whatever scope is named', async () => {
    expect(await preview({ role: 'super-admin', allowRemoteControl: true, scope: { siteIds: [fleet.yard] } })).toMatchObject({ everything: true, clients: 2, sites: 2, launchSites: 1 });
  });

  it('counts only sites where a policy turns remote access on', async () => {
    expect(await access('Theo')).toMatchObject({ sites: 1, launchSites: 0, mayLaunch: true, device: null });
  });

  it('says of a device out of scope that it is, with its own code, and what else would be in the way', async () => {
    const { device } = await access('Theo', fleet.till);
    expect(device).toMatchObject({ deviceName: 'baker-till', siteName: 'Shop', clientName: 'Bakery Brown', allowed: false });
    expect(failing({ device })[0]).toEqual(['scope', 'RA-LCH-03']);
    expect(device.steps.find(({ step }: { step: string }) => step === 'scope')).toMatchObject({ title: expect.any(String), whoCanFix: expect.any(String), fixUrl: '/settings/users' });
  });

  it('says role and flag of an auditor together', async () => {
    expect(failing(await access('Ada', fleet.till)).slice(0, 2)).toEqual([['role', 'RA-LCH-01'], ['user-flag', 'RA-LCH-02']]);
  });

  it('is the same verdict that the person gets himself', async () => {
    const theo = await hired(web, dana, 'mona', { siteIds: [fleet.shop] }, true);
    const { allowed, code } = (await theo.get(`/devices/${fleet.oven}`)).body.launchability;
    const explained = await access('Mona', fleet.oven);
    expect([explained.device.allowed, failing(explained)[0]?.[1] ?? null]).toEqual([allowed, code]);
  });

  it('explains nothing about users and devices that are not there', async () => {
    expect(await dana.get(`/users/${NOBODY}/access`)).toMatchObject({ status: 404 });
    expect(await dana.get(`/users/${await idOf('Theo')}/access?deviceId=${NOBODY}`)).toMatchObject({ status: 404 });
    expect(await dana.get(`/users/${await idOf('Theo')}/access?deviceId=till`)).toMatchObject({ status: 400 });
    expect(await dana.post('/users/access-preview', { role: 'king' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
  });
});
