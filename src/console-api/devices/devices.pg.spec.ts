import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';

describe('devices in the console', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
  });

  afterAll(() => web.close());

  const names = async (query: string, by: BrowserSession = dana): Promise<string[]> => {
    const answer = await by.get(`/devices?${query}`);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.items.map((device: { name: string }) => device.name);
  };

  it('come with client, site, status and the reason why they cannot be opened', async () => {
    const { items, total } = (await dana.get('/devices?sort=name')).body;
    expect(total).toBe(4);
    const till = items.find((device: { name: string }) => device.name === 'baker-till');
    expect(till).toMatchObject({
      name: 'baker-till',
      clientName: 'Bakery Brown',
      siteName: 'Shop',
      os: 'linux',
      deviceType: 'unknown',
      online: true,
      tags: ['vip'],
      deployment: {
        phase: 'READY',
        label: 'Ready',
        errorCode: null,
        pinned: false,
        modes: { terminal: { usable: true }, desktop: { usable: false, code: 'RA-LNX-03' } },
      },
      launchability: { allowed: false, code: 'RA-LCH-02' },
    });
    expect(till.deployment.evidenceAgeSeconds).toBeGreaterThanOrEqual(60);
    expect(items.find((device: { name: string }) => device.name === 'mill-scale')).toMatchObject({
      deployment: null,
      lastSeenAt: null,
      online: false,
    });
  });

  it.each([
    { query: 'phase=READY', found: ['baker-till'] },
    { query: 'phase=READY,FAILED', found: ['baker-oven', 'baker-till'] },
    { query: 'phase=NOT_TARGETED', found: ['mill-scale'] },
    { query: 'errorCode=RA-NET-02', found: ['baker-oven'] },
    { query: 'os=windows', found: ['baker-oven'] },
    { query: 'online=true', found: ['baker-till', 'mill-gate'] },
    { query: 'tag=vip', found: ['baker-till'] },
    { query: 'q=status:failed', found: ['baker-oven'] },
    { query: 'q=site:"shop" is:offline', found: ['baker-oven'] },
    { query: 'q=till', found: ['baker-till'] },
    { query: 'q=100%25', found: [] },
    { query: 'q=os:windows,macos', found: ['baker-oven'] },
    { query: 'q=-os:windows -till', found: ['mill-gate', 'mill-scale'] },
    { query: 'q=status:ready-offline', found: [] },
    { query: 'q=status:not-targeted', found: ['mill-scale'] },
    { query: 'q=code:ra-net-*', found: ['baker-oven'] },
    { query: 'q=is:online', found: ['baker-till', 'mill-gate'] },
    { query: 'q=-is:quarantined is:offline', found: ['baker-oven', 'mill-scale'] },
    { query: 'q=seen:<1h', found: ['baker-oven', 'baker-till', 'mill-gate'] },
    { query: 'q=seen:>30d', found: ['mill-scale'] },
    { query: 'q=-user:*', found: ['baker-oven', 'baker-till', 'mill-gate', 'mill-scale'] },
    { query: 'q=type:laptop', found: [] },
    { query: 'deviceType=unknown', found: ['baker-oven', 'baker-till', 'mill-gate', 'mill-scale'] },
    { query: 'sort=-name&limit=2', found: ['mill-scale', 'mill-gate'] },
    { query: 'sort=lastSeenAt', found: ['mill-scale', 'baker-oven', 'baker-till', 'mill-gate'] },
    { query: 'sort=-lastSeenAt', found: ['baker-till', 'mill-gate', 'baker-oven', 'mill-scale'] },
  ])('are found by $query', async ({ query, found }) => {
    expect(await names(query)).toEqual(found);
  });

  it.each(['sort=lastSeenAt', 'sort=-lastSeenAt', 'sort=phase,name', 'sort=-phase', 'sort=siteName,-name'])(
    'come one by one as they come at once: %s',
    async (sort) => {
      const all = await names(sort);
      const single: string[] = [];
      let cursor = '';
      for (let page = 0; page < 4; page++) {
        const answer = (await dana.get(`/devices?${sort}&limit=1${cursor}`)).body;
        single.push(...answer.items.map((device: { name: string }) => device.name));
        cursor = `&cursor=${answer.nextCursor}`;
        if (page === 3) expect(answer.nextCursor).toBeNull();
      }
      expect(single).toEqual(all);
    },
  );

  it.each(['phase=ready', 'q=colour:red', 'q=is:upside-down', 'q=tag:', 'deviceType=phone', 'os=beos', 'sort=deployment', 'packageId=x'])(
    'refuse the query %s',
    async (query) => {
      expect(await dana.get(`/devices?${query}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
    },
  );

  it('show everything about one, with its conditions', async () => {
    const answer = await dana.get(`/devices/${fleet.till}`);
    expect(answer).toMatchObject({
      status: 200,
      body: { hostname: 'baker-till', generation: '1', conditions: [{ type: 'Installed', status: 'true' }] },
    });
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('tell by type of policy what holds for them, and what that means there now', async () => {
    const { body } = await dana.get(`/devices/${fleet.till}/effective-policy/devices/remote-access`);
    expect(body).toMatchObject({ category: 'devices', type: 'remote-access', conflicts: [], settings: { enabled: { value: true, source: 'policy', policyName: 'Standard' } } });
    expect(body.conditions).toMatchObject([{ type: 'Wanted', status: 'true' }, { type: 'WithinAllowedHours', status: 'true', reason: 'InsideHours' }]);
    expect(await dana.get(`/devices/${fleet.till}/effective-policy/devices/antivirus`)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });

  it('tell what holds for them and where it comes from', async () => {
    const { body } = await dana.get(`/devices/${fleet.till}/effective-policy`);
    expect(body).toMatchObject({ targeted: true, conflicts: [] });
    expect(body.settings.enabled).toMatchObject({
      value: true,
      source: 'policy',
      policyName: 'Standard',
      packageName: 'Basic',
    });
    expect(body.settings['consent.mode']).toMatchObject({ value: 'if-user-present', source: 'default' });
  });

  it('tell their story, the latest first, with who changed what', async () => {
    const { items } = (await dana.get(`/devices/${fleet.oven}/timeline`)).body;
    expect(items).toMatchObject([
      { kind: 'phase', fromPhase: 'INSTALLING', phase: 'FAILED', errorCode: 'RA-NET-02' },
      { kind: 'phase', phase: 'INSTALLING', label: 'Installing' },
    ]);
    expect(items[0].errorTitle).not.toBe('RA-NET-02');
  });

  it('are refused for their own cause, the same in the list, at the question and at the gate', async () => {
    const theo = await hired(web, dana, 'theo', { all: true }, true);
    const cause = { code: 'RA-NET-02', title: 'Egress blocked to download host', whoCanFix: 'network-team', fixUrl: '/status-catalogue#RA-NET-02' };
    const [listed] = (await theo.get('/devices?q=oven')).body.items;
    expect(listed.launchability).toMatchObject({ allowed: false, ...cause });
    expect((await theo.get(`/devices/${fleet.oven}/launchability?mode=terminal`)).body).toEqual(listed.launchability);
    expect(await theo.post(`/devices/${fleet.oven}/launch`, { mode: 'terminal' })).toMatchObject({
      status: 403,
      body: { ...cause, detail: listed.launchability.detail },
    });
  });

  it('are retried on demand where something has failed, and only there', async () => {
    expect(await dana.post(`/devices/${fleet.oven}/retry`)).toMatchObject({ status: 200 });
    const [evidence] = await web.database.dataSource.query(
      'SELECT failure_code, attempts, cleared_by FROM deployment_evidence WHERE deployment_id = $1',
      [fleet.ovenDeployment],
    );
    expect(evidence).toEqual({ failure_code: null, attempts: 0, cleared_by: 'Dana Okafor' });
    expect((await dana.get(`/devices/${fleet.oven}/timeline`)).body.items[0]).toMatchObject({
      kind: 'change',
      cause: 'deployment.retry',
    });
    expect(await dana.post(`/devices/${fleet.till}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'API-CONFLICT-03' },
    });
  });

  it('out of scope are nowhere to be found', async () => {
    const mona = await hired(web, dana, 'mona', { siteIds: [fleet.shop] });
    expect(await names('', mona)).toEqual(['baker-oven', 'baker-till']);
    expect(await names('q=mill', mona)).toEqual([]);
    for (const path of ['', '/effective-policy', '/timeline', '/launchability']) {
      expect(await mona.get(`/devices/${fleet.gate}${path}`)).toMatchObject({
        status: 404,
        body: { code: 'API-NOTFOUND-01', detail: 'There is no such device.' },
      });
    }
    expect(await mona.post(`/devices/${fleet.gate}/retry`)).toMatchObject({ status: 404 });
    const { items } = (await mona.get('/deployments')).body;
    expect(items.map((deployment: { deviceName: string }) => deployment.deviceName)).toEqual([
      'baker-oven',
      'baker-till',
    ]);
    expect((await mona.get('/deployments/summary')).body).toMatchObject({
      total: 2,
      bySite: [{ siteName: 'Shop', total: 2 }],
    });
  });

  it('are summed up by phase, by cause, by client and by site', async () => {
    expect((await dana.get('/deployments/summary')).body).toMatchObject({
      total: 4,
      byPhase: expect.arrayContaining([
        { phase: 'READY', label: 'Ready', count: 1 },
        { phase: 'NOT_TARGETED', label: 'Not enabled for this site', count: 1 },
      ]),
      byCause: [{ errorCode: 'RA-NET-02', count: 1 }],
      byClient: expect.arrayContaining([
        expect.objectContaining({ clientName: 'Bakery Brown', total: 2, ready: 1, failed: 1, underWay: 0 }),
      ]),
    });
    expect((await dana.get('/overview')).body).toMatchObject({
      clients: 2,
      sites: 2,
      enabledSites: 1,
      devices: 4,
      online: 2,
      ready: 1,
      failed: 1,
      policies: 1,
      packages: 1,
    });
  });

  it('say how long others took, once enough have', async () => {
    const [unknown] = (await dana.get('/devices?q=mill-gate')).body.items;
    expect(unknown.deployment).toMatchObject({ phase: 'INSTALLING', etaSeconds: null });
    await fleet.othersTook(120);
    const [known] = (await dana.get('/devices?q=mill-gate')).body.items;
    expect(known.deployment.etaSeconds).toBeGreaterThan(100);
    expect(known.deployment.etaSeconds).toBeLessThanOrEqual(120);
  });
});

describe('what the console reads besides', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    await fleetOf(web, dana);
  });

  afterAll(() => web.close());

  it('is the whole status catalogue', async () => {
    const { phases, errors, who } = (await dana.get('/status-catalogue')).body;
    expect(phases).toContainEqual(expect.objectContaining({ code: 'READY', label: 'Ready' }));
    expect(errors).toContainEqual(expect.objectContaining({ code: 'RA-NET-02', retry: 'auto' }));
    for (const error of errors) for (const each of error.who) expect(who).toHaveProperty(each);
  });

  it('is how the installation does', async () => {
    expect((await dana.get('/system')).body).toMatchObject({
      process: { version: '0.1.0', separation: 'reduced' },
      agents: { enrolled: 4, online: 2 },
      core: { alive: 0, lastSeenAt: null },
      backlog: { dirtySites: 2 },
      providers: [{ kind: 'mesh-central', health: 'reachable' }],
    });
  });

  it('are the provider instances and what they serve', async () => {
    const [instance] = (await dana.get('/provider-instances')).body.items;
    expect(instance).toMatchObject({ kindTitle: 'MeshCentral', embedded: true, siteCount: 2, deviceCount: 3 });
    expect((await dana.get(`/provider-instances/${instance.id}/health`)).body).toMatchObject({
      health: 'reachable',
      belowFloor: false,
    });
  });

  it.each([
    { who: 'theo', path: '/system' },
    { who: 'cleo', path: '/audit' },
    { who: 'otis', path: '/provider-instances' },
  ] as const)('is not all for $who: $path', async ({ who, path }) => {
    const browser = await hired(web, dana, who, { all: true });
    expect(await browser.get(path)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('are one’s own launches only, unless one reads the audit log', async () => {
    const sal = await hired(web, dana, 'sal');
    const mona = await hired(web, dana, 'mona', { all: true });
    expect((await dana.get('/launches')).body.items).toMatchObject([
      { operatorName: 'Dana Okafor', deviceName: 'baker-till', state: 'ended' },
    ]);
    expect((await sal.get('/launches')).body.total).toBe(1);
    expect((await mona.get('/launches?live=true')).body.total).toBe(0);
  });
});
