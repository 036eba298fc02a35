import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/platform/clock.js';
import { providerKind } from '../../src/remote-access/provider-registry.js';
import type { RemoteAccessProvider } from '../../src/remote-access/provider.js';

/**
 * The adapter against a server that somebody else runs: MESHCENTRAL_URL, MESHCENTRAL_USER and MESHCENTRAL_PASSWORD say which;
 * MESHCENTRAL_PRIVATE_HOST and MESHCENTRAL_CA (PEM) allow one on a private address with a certificate of its own.
 */
const external = process.env.MESHCENTRAL_URL ?? '';
const silent = { info: () => undefined, warn: () => undefined };

(external ? describe : describe.skip)('a MeshCentral server by URL', () => {
  const site = { id: randomUUID(), name: 'Acme contract test' };
  let provider: RemoteAccessProvider;

  beforeAll(() => {
    provider = providerKind('mesh-central')!.open(
      {
        url: external,
        user: process.env.MESHCENTRAL_USER ?? '',
        password: process.env.MESHCENTRAL_PASSWORD ?? '',
        allowedPrivateHosts: process.env.MESHCENTRAL_PRIVATE_HOST ?? '',
        ca: process.env.MESHCENTRAL_CA ?? '',
      },
      { clock: systemClock, log: silent },
    );
  });
  afterAll(() => provider.close());

  it('is reached, and makes and removes one group for a site', async () => {
    expect(await provider.probe()).toMatchObject({ reachable: true });
    const ids = await Promise.all([provider.ensureSite(site), provider.ensureSite(site)]);
    expect(ids[1]).toBe(ids[0]);
    const configuration = await provider.installConfiguration({
      remoteGroupId: ids[0],
      deploymentSecret: 'f'.repeat(32),
    });
    expect(configuration.meshServer).toBe(`wss://${new URL(external).host}/agent.ashx`);
    expect(Object.values(configuration).join()).not.toContain('f'.repeat(32));
    await provider.removeSite(ids[0]);
  });

  it('serves the agent for this platform', async () => {
    expect((await provider.installerFor({ os: 'linux', arch: 'x64' }))!.size).toBeGreaterThan(1_000_000);
  });

  it('refuses a wrong password as unauthorised', async () => {
    const stranger = providerKind('mesh-central')!.open(
      {
        url: external,
        user: 'nobody',
        password: 'wrong',
        allowedPrivateHosts: process.env.MESHCENTRAL_PRIVATE_HOST ?? '',
        ca: process.env.MESHCENTRAL_CA ?? '',
      },
      { clock: systemClock, log: silent },
    );
    expect(await stranger.probe()).toMatchObject({ reachable: false, error: { kind: 'unauthorised' } });
    await stranger.close();
  });
});
