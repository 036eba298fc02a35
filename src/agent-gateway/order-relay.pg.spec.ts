import { eventually, GatewayScene } from '../../test/support/gateway-scene.js';

describe('the agent gateway', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.end());

  describe('relays', () => {
    it('an order to the connected device, byte for byte', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const { text } = await scene.order(till.deviceId);
      await conversation.next('instruction');
      expect(conversation.texts).toContain(text);
    });

    it('what is open again after a reconnect, the same bytes, in the order of its seq', async () => {
      const till = await scene.enrolled();
      const first = await scene.connected(till);
      const one = await scene.order(till.deviceId);
      const { id } = await first.next('instruction');
      first.say({ type: 'ack', instructionId: id });
      await eventually(async () => (await scene.instruction(one.id)).acknowledged_at !== null);
      first.vanish();
      const two = await scene.order(till.deviceId, { silent: true });
      const second = await scene.connected(till);
      await second.next('instruction');
      await second.next('instruction');
      expect(second.texts.filter((text) => text.includes('"instruction"'))).toEqual([one.text, two.text]);
    });

    it('no order that has expired, and none of another device', async () => {
      const [till, other] = [await scene.enrolled(), await scene.enrolled()];
      await scene.order(till.deviceId, { expired: true });
      await scene.order(other.deviceId);
      const conversation = await scene.connected(till);
      await expect(conversation.next('instruction', 300)).rejects.toThrow('no instruction');
    });
  });
});
