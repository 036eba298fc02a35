import { inspect } from 'node:util';
import { ScreenConnectScene } from '../../../../test/support/screen-connect-scene.js';
import type { ScreenConnectProvider } from './screen-connect-provider.js';

const UNKNOWN = '5d1e28ad-0000-4000-8000-000000000000';

describe('ScreenConnect on the wire', () => {
  let scene: ScreenConnectScene;
  let provider: ScreenConnectProvider;

  beforeEach(async () => {
    scene = await ScreenConnectScene.start();
    provider = scene.open();
  });
  afterEach(() => scene.stop());

  describe('what goes wrong', () => {
    it.each([
      ['429 thrice', [{ status: 429 }, { status: 429 }, { status: 429 }], 'rate-limited'],
      ['503 thrice', [{ status: 503 }, { status: 503 }, { status: 503 }], 'unavailable'],
      ['502 thrice', [{ status: 502 }, { status: 502 }, { status: 502 }], 'unavailable'],
      ['no answer thrice', ['hang up', 'hang up', 'hang up'], 'unavailable'],
      ['broken JSON', [{ status: 200, type: 'application/json', body: '[{' }], 'unavailable'],
      ['a login page', ['login page'], 'rejected'],
      ['a bad request', [{ status: 400 }], 'rejected'],
      ['an exception', [{ status: 500, type: 'application/json', body: '{"message":"Something broke"}' }], 'rejected'],
      ['a list of nothing that is a session', [{ status: 200, type: 'application/json', body: '[1,null,{"SessionID":7}]' }], 'unavailable'],
      ['401', [{ status: 401 }], 'unauthorised'],
      ['403', [{ status: 403 }], 'unauthorised'],
    ] as const)('%s has its name', async (_what, faults, kind) => {
      scene.double.faults.push(...faults);
      await expect(provider.openLaunches(UNKNOWN)).rejects.toMatchObject({ name: 'ProviderError', kind });
    });

    it('is waited out as long as the server says, half a minute at most, and then told', async () => {
      scene.double.faults.push({ status: 429, retryAfter: '7' }, { status: 503, retryAfter: '9000' }, { status: 429, retryAfter: '12' });
      await expect(provider.openLaunches(UNKNOWN)).rejects.toMatchObject({ kind: 'rate-limited', retryInMs: 12_000 });
      expect(scene.pauses).toEqual([7_000, 30_000]);
    });

    it('passes by itself after one or two of them', async () => {
      const { remoteId } = await scene.device(provider);
      scene.double.faults.push({ status: 429, retryAfter: '1' }, 'hang up');
      await expect(provider.endpointVersion(remoteId)).resolves.toBe('26.1.5.9500');
    });

    it('is no reason to believe an empty list: it is asked for again, with pauses', async () => {
      const { remoteId } = await scene.device(provider);
      scene.double.faults.push('empty list', 'empty list');
      await expect(provider.endpointVersion(remoteId)).resolves.toBe('26.1.5.9500');
      expect(scene.pauses).toEqual([1_000, 3_000]);
    });

    it('stops the questions within ten of them while nobody answers, and one of them is tried again after half a minute', async () => {
      const { remoteId } = await scene.device(provider);
      scene.double.faultsOf.GetSessionBySessionID = Array.from({ length: 9 }, () => 'hang up' as const);
      for (let i = 0; i < 20; i++) await expect(provider.endpointVersion(remoteId)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(scene.double.calls).toHaveLength(9);
      await expect(provider.endpointVersion(remoteId)).rejects.toMatchObject({ retryInMs: expect.any(Number) });
      scene.movedOnMs += 30_001;
      await expect(provider.endpointVersion(remoteId)).resolves.toBe('26.1.5.9500');
      await expect(provider.endpointVersion(remoteId)).resolves.toBe('26.1.5.9500');
    });

    it('meets one question a second and five at once, whoever asks', async () => {
      const { remoteId } = await scene.device(provider);
      await Promise.all(Array.from({ length: 8 }, () => provider.endpointVersion(remoteId)));
      expect(scene.pauses.map((ms) => Math.ceil(ms / 1_000))).toEqual([1, 2, 3]);
    });
  });

  describe('R25 an address', () => {
    it('that is private is not asked unless it is listed', async () => {
      const probe = await scene.open({ outbound: { allowedPrivateHosts: [], ca: scene.ca } }).probe();
      expect(probe).toMatchObject({ reachable: false, error: { kind: 'rejected', detail: expect.stringMatching(/private address/) } });
      expect(scene.double.calls).toEqual([]);
    });

    it('that sends elsewhere is not followed, and elsewhere never hears the secret', async () => {
      const elsewhere = await ScreenConnectScene.start();
      try {
        scene.double.faults.push({ status: 302, location: `${elsewhere.base}/App_Extensions/2d558935-686a-4bd0-9991-07539f5fe749/Service.ashx/GetSessionBySessionID` });
        await expect(provider.openLaunches(UNKNOWN)).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/redirect/) });
        expect(elsewhere.double.calls).toEqual([]);
      } finally {
        await elsewhere.stop();
      }
    });

    it('that never stops talking is cut off', async () => {
      scene.double.faults.push('endless');
      await expect(provider.openLaunches(UNKNOWN)).rejects.toMatchObject({ kind: 'rejected', detail: expect.stringMatching(/more than was asked/) });
    });
  });

  it('R32 says its secret in no error and no log line, also when the server repeats it', async () => {
    const { secret } = scene.double.switches;
    scene.double.faults.push({ status: 500, type: 'application/json', body: JSON.stringify({ message: `What is ${secret}?` }) });
    const refused: unknown = await provider.openLaunches(UNKNOWN).catch((error: unknown) => error);
    expect(refused).toMatchObject({ detail: 'The server refused: What is …?' });
    scene.double.faults.push('hang up', 'hang up', 'hang up');
    const lost: unknown = await provider.openLaunches(UNKNOWN).catch((error: unknown) => error);
    scene.double.switches.secret = 'rotated-meanwhile';
    const { told } = scene.follow(provider);
    while (!told.some(({ what }) => what === 'lost')) await new Promise((done) => setTimeout(done, 5));
    expect(scene.logged).not.toEqual([]);
    expect(inspect([refused, lost, scene.logged, await provider.probe()], { depth: 20, showHidden: true })).not.toContain(secret);
  });
});
