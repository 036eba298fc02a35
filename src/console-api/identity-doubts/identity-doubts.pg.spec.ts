import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { AgentOnTheWire } from '../../../test/support/agent-on-the-wire.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { copied, reImaged } from '../../../test/support/doubtful-devices.js';
import { publishServerKeys } from '../../../test/support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('doubts about who a device is', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  const site = { highStreet: '', station: '' };
  const token = { highStreet: '', station: '' };

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    await publishServerKeys(web.database.dataSource);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    for (const [key, name] of [
      ['highStreet', 'High Street'],
      ['station', 'Station'],
    ] as const) {
      site[key] = (await dana.post('/sites', { clientId, name })).body.id;
      token[key] = (await dana.post('/enrolment-tokens', { siteId: site[key] })).body.token;
    }
  });
  afterAll(() => web.close());

  const enrolled = async (hostname: string): Promise<AgentOnTheWire> => {
    const agent = new AgentOnTheWire(web.url, { hostname });
    await agent.enrol(token.highStreet);
    return agent;
  };
  const doubts = async (query = '', who = dana) => (await who.get(`/identity-doubts${query}`)).body.items;

  it('are none while every device is itself', async () => {
    await enrolled('till');
    expect(await doubts()).toEqual([]);
  });

  it('arise from a new installation that came with a token of another site, and end when somebody accepts or rejects it', async () => {
    const [oven, mixer] = [await enrolled('oven'), await enrolled('mixer')];
    await Promise.all([oven, mixer].map((each) => reImaged(web.url, each, token.station)));
    expect(await doubts()).toMatchObject([
      {
        name: 'mixer',
        siteName: 'High Street',
        quarantine: null,
        claim: { siteName: 'Station', settlesByItself: false, claimedAt: expect.any(String) },
      },
      { name: 'oven', quarantine: null, claim: { siteName: 'Station' } },
    ]);
    expect((await dana.post(`/devices/${oven.deviceId}/re-image-claim`, { accept: true })).status).toBe(204);
    expect((await dana.post(`/devices/${mixer.deviceId}/re-image-claim`, { accept: false })).status).toBe(204);
    expect(await doubts()).toEqual([]);
  });

  it('arise from a copied key, say so, and end by release or by revoking the identity for good', async () => {
    const [scale, slicer] = [await enrolled('scale'), await enrolled('slicer')];
    await Promise.all([scale, slicer].map((each) => copied(web.url, each, token.highStreet)));
    expect(await doubts()).toMatchObject([
      { name: 'scale', claim: null, quarantine: { reason: 'other-hardware', since: expect.any(String) } },
      { name: 'slicer', claim: null, quarantine: { reason: 'other-hardware' } },
    ]);
    expect(await doubts(`?deviceId=${slicer.deviceId}`)).toMatchObject([{ name: 'slicer' }]);
    await dana.post(`/devices/${scale.deviceId}/release`);
    await dana.post(`/devices/${slicer.deviceId}/revoke`);
    expect(await doubts()).toEqual([]);
  });

  it('arise from a token whose devices wait for approval, and end with it', async () => {
    const { token: careful } = (await dana.post('/enrolment-tokens', { siteId: site.highStreet, quarantine: true })).body;
    const kiosk = new AgentOnTheWire(web.url, { hostname: 'kiosk' });
    await kiosk.enrol(careful);
    expect(await doubts()).toMatchObject([{ name: 'kiosk', claim: null, quarantine: { reason: 'not-approved', since: expect.any(String) } }]);
    await dana.post(`/devices/${kiosk.deviceId}/release`);
    expect(await doubts()).toEqual([]);
  });

  it('are shown within the scope only, and the site of a claim is named to those only who may see it', async () => {
    const cooler = await enrolled('cooler');
    await reImaged(web.url, cooler, token.station);
    const mona = await hired(web, dana, 'mona', { siteIds: [site.highStreet] });
    const theo = await hired(web, dana, 'theo', { siteIds: [site.station] });
    expect(await doubts('', mona)).toMatchObject([{ name: 'cooler', claim: { siteName: null } }]);
    expect(await doubts('', theo)).toEqual([]);
  });
});
