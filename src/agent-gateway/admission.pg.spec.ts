import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeviceKey } from '../../agent/wire/index.js';
import { AgentOnTheWire } from '../../test/support/agent-on-the-wire.js';
import { eventually, GatewayScene } from '../../test/support/gateway-scene.js';

describe('R16 the agent gateway', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.end());

  describe('lets in', () => {
    it('a device that answers the challenge, and shows it online', async () => {
      const till = await scene.enrolled();
      await scene.connected(till);
      await eventually(() => scene.isOnline(till.deviceId));
      expect(await scene.presence(till.deviceId)).toMatchObject({ online: true, offline_since: null });
    });

    it('nobody whose signature is by another key: 4401', async () => {
      const till = await scene.enrolled();
      const conversation = scene.kept(await till.knockAtGateway());
      await till.introduce(conversation, undefined, DeviceKey.generate());
      expect(await conversation.ended).toMatchObject({ code: 4401, reason: { code: 'RA-AGT-11' } });
    });

    it('nobody whose answer was made for another server: 4401', async () => {
      const till = await scene.enrolled();
      const conversation = scene.kept(await till.knockAtGateway());
      await till.introduce(conversation, 'https://elsewhere.example');
      expect(await conversation.ended).toMatchObject({ code: 4401 });
    });

    it('no device that does not exist, with the same answer: 4401', async () => {
      const stranger = new AgentOnTheWire(scene.web.url);
      stranger.deviceId = randomUUID();
      const conversation = scene.kept(await stranger.knockAtGateway());
      await stranger.introduce(conversation);
      expect(await conversation.ended).toMatchObject({ code: 4401, reason: { code: 'RA-AGT-11' } });
    });

    it('no answer that was heard before: the nonce is another each time', async () => {
      const till = await scene.enrolled();
      const overheard: string[] = [];
      const first = scene.kept(await till.knockAtGateway());
      const send = first.socket.send.bind(first.socket) as (text: string) => void;
      first.socket.send = ((text: string) => (overheard.push(text), send(text))) as typeof first.socket.send;
      await till.introduce(first);
      await first.next('welcome');
      const replayer = scene.kept(await till.knockAtGateway());
      await replayer.next('hello');
      replayer.say(overheard[0]!);
      expect(await replayer.ended).toMatchObject({ code: 4401 });
    });

    it('no first frame but the answer: 4401', async () => {
      const conversation = scene.kept(await (await scene.enrolled()).knockAtGateway());
      conversation.say({ type: 'pong' });
      expect(await conversation.ended).toMatchObject({ code: 4401 });
    });

    it('no browser', async () => {
      await expect(new AgentOnTheWire(scene.web.url).knockAtGateway({ origin: 'http://localhost:8080' })).rejects.toThrow('403');
    });

    it('no revoked device: 4403, and cuts a connected one off within five seconds', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      expect(await scene.dana.post(`/devices/${till.deviceId}/revoke`)).toMatchObject({ status: 204 });
      const ending = await Promise.race([conversation.ended, sleep(5000, 'still connected')]);
      expect(ending).toMatchObject({ code: 4403 });
      const again = scene.kept(await till.knockAtGateway());
      await till.introduce(again);
      expect(await again.ended).toMatchObject({ code: 4403 });
    });
  });

  it('R15 turns a new device away that nobody has approved, and gives it its orders once somebody has', async () => {
    const till = await scene.enrolledInQuarantine();
    const { id } = await scene.order(till.deviceId);
    const tooEarly = scene.kept(await till.knockAtGateway());
    await till.introduce(tooEarly);
    expect(await tooEarly.ended).toMatchObject({ code: 4409, reason: { code: 'RA-ELG-07', retryIn: 60 } });
    expect(tooEarly.texts.filter((text) => text.includes('instruction'))).toEqual([]);
    expect(await scene.dana.post(`/devices/${till.deviceId}/release`)).toMatchObject({ status: 204 });
    expect(await (await scene.connected(till)).next('instruction')).toMatchObject({ id });
  });

  describe('with two connections of one key', () => {
    it('keeps the newer of the same boot, as after a lost network, and the device stays online', async () => {
      const till = await scene.enrolled();
      const first = await scene.connected(till);
      await eventually(() => scene.isOnline(till.deviceId));
      await scene.connected(till);
      expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'superseded' } });
      await sleep(100);
      expect(await scene.isOnline(till.deviceId)).toBe(true);
      expect(await scene.device(till.deviceId)).toMatchObject({ quarantined: false });
    });

    it('keeps the newer after a restart of the device when the older no longer answers', async () => {
      const till = await scene.enrolled();
      const first = await scene.connected(till);
      first.socket.pause();
      till.bootId = randomUUID();
      await scene.connected(till);
      expect(await scene.device(till.deviceId)).toMatchObject({ quarantined: false });
    }, 15_000);

    it('flags a copy: both live, of different boots, both are turned away', async () => {
      const till = await scene.enrolled();
      const first = await scene.connected(till);
      till.bootId = randomUUID();
      const second = scene.kept(await till.knockAtGateway());
      await till.introduce(second);
      expect(await second.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
      expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
      expect(await scene.device(till.deviceId)).toMatchObject({ quarantined: true });
      expect(await scene.dana.post(`/devices/${till.deviceId}/release`)).toMatchObject({ status: 204 });
      await scene.connected(till);
    });

    it('lets a re-imaged device wait while the old one is connected, and in when an operator says so', async () => {
      const before = await scene.enrolled();
      const old = await scene.connected(before);
      await eventually(() => scene.isOnline(before.deviceId));
      const after = new AgentOnTheWire(scene.web.url, { hardwareId: before.hardwareId });
      await after.enrol(scene.token);
      const waiting = scene.kept(await after.knockAtGateway());
      await after.introduce(waiting);
      expect(await waiting.ended).toMatchObject({ code: 4409, reason: { code: 'RA-ELG-07', retryIn: 60 } });
      await scene.dana.post(`/devices/${before.deviceId}/re-image-claim`, { accept: true });
      expect(await old.ended).toMatchObject({ code: 4409 });
      await scene.connected(after);
      expect(await scene.device(before.deviceId)).toMatchObject({ incarnation: 2 });
    });
  });
});
