import { createHash, randomUUID } from 'node:crypto';
import { artifactHeaders, DeviceKey } from '../../agent/wire/index.js';
import type { AgentOnTheWire } from '../../test/support/agent-on-the-wire.js';
import { GatewayScene } from '../../test/support/gateway-scene.js';

const BYTES = Buffer.from('an installer of some provider');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

describe('an artifact', () => {
  let scene: GatewayScene;
  let till: AgentOnTheWire;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
    till = await scene.enrolled();
    const instance = randomUUID();
    await scene.query(`INSERT INTO provider_instance (id, kind, name) VALUES ($1, 'mesh-central', 'Mesh')`, [instance]);
    await scene.query(`INSERT INTO artifact (provider_instance_id, platform, sha256, size, format, bytes) VALUES ($1, 'linux-x64', $2, $3, 'executable', $4)`, [
      instance, SHA256, BYTES.length, BYTES,
    ]);
  });
  afterAll(() => scene.end());

  const fetched = (headers: Record<string, string>, sha256 = SHA256): Promise<Response> =>
    fetch(`${scene.web.url}/agent/v1/artifacts/${sha256}`, { headers, signal: AbortSignal.timeout(10_000) });
  const signed = (choices: { key?: DeviceKey; deviceId?: string; sha256?: string; at?: Date } = {}): Record<string, string> =>
    artifactHeaders(choices.deviceId ?? till.deviceId, choices.key ?? till.key, choices.sha256 ?? SHA256, choices.at ?? new Date());

  it('is given to an enrolled device, byte for byte', async () => {
    const answer = await fetched(signed());
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(BYTES);
  });

  it.each([
    { who: 'asks without a signature', headers: () => ({}) },
    { who: 'signs with another key', headers: () => signed({ key: DeviceKey.generate() }) },
    { who: 'signs for another artifact', headers: () => signed({ sha256: 'f'.repeat(64) }) },
    { who: 'asks under a name that is unknown', headers: () => signed({ deviceId: randomUUID() }) },
    { who: 'asks under a name that is none', headers: () => signed({ deviceId: "' OR 1=1" }) },
    { who: 'repeats a request of six minutes ago', headers: () => signed({ at: new Date(Date.now() - 360_000) }) },
    { who: 'is six minutes ahead', headers: () => signed({ at: new Date(Date.now() + 360_000) }) },
  ])('is not given to somebody who $who', async ({ headers }) => {
    const answer = await fetched(headers());
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'API-AUTH-01' });
  });

  it('that does not exist is 404 for a device, and not worth a word to a stranger', async () => {
    const sha256 = 'e'.repeat(64);
    expect((await fetched(signed({ sha256 }), sha256)).status).toBe(404);
    expect((await fetched({}, sha256)).status).toBe(401);
  });

  it('is no longer given to a device that was revoked', async () => {
    const stolen = await scene.enrolled();
    const headers = (): Record<string, string> => signed({ key: stolen.key, deviceId: stolen.deviceId });
    expect((await fetched(headers())).status).toBe(200);
    await scene.dana.post(`/devices/${stolen.deviceId}/revoke`);
    expect((await fetched(headers())).status).toBe(401);
  });
});
