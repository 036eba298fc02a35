import { doneReport, eventually, GatewayScene } from '../../test/support/gateway-scene.js';

describe('the agent gateway', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.end());

  describe('stores', () => {
    it('acknowledgement, progress and report, and sends the receipt only after the commit', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const { id } = await scene.order(till.deviceId);
      await conversation.next('instruction');
      conversation.say({ type: 'ack', instructionId: id });
      conversation.say({ type: 'progress', instructionId: id, step: 'configuring', percent: 40 });
      await eventually(async () => (await scene.instruction(id)).percent === 40);
      expect(await scene.instruction(id)).toMatchObject({ step: 'configuring', acknowledged_at: expect.any(Date), reported_at: null });
      conversation.say(doneReport(id));
      expect(await conversation.next('receipt')).toEqual({ type: 'receipt', instructionId: id });
      expect(await scene.instruction(id)).toMatchObject({ outcome: 'done', reported_at: expect.any(Date), frame: null });
    });

    it('nothing and sends no receipt while the row is held, then both', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const { id } = await scene.order(till.deviceId);
      await conversation.next('instruction');
      const runner = scene.web.database.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('SELECT 1 FROM instruction WHERE id = $1 FOR UPDATE', [id]);
      conversation.say(doneReport(id));
      await expect(conversation.next('receipt', 300)).rejects.toThrow('no receipt');
      await runner.rollbackTransaction();
      await runner.release();
      expect(await conversation.next('receipt')).toMatchObject({ instructionId: id });
      expect(await scene.instruction(id)).toMatchObject({ outcome: 'done' });
    });

    it('no acknowledgement of an order of another device', async () => {
      const [till, other] = [await scene.enrolled(), await scene.enrolled()];
      const { id } = await scene.order(other.deviceId);
      const conversation = await scene.connected(till);
      conversation.say({ type: 'ack', instructionId: id });
      conversation.say(doneReport(id));
      await conversation.next('receipt');
      expect(await scene.instruction(id)).toMatchObject({ acknowledged_at: null, reported_at: null });
    });

    it('the inventory', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      conversation.say({
        type: 'inventory', hostname: 'till-renamed', os: 'linux', osVersion: 'Debian 13', arch: 'x64', agentVersion: '0.1.1', deviceType: 'laptop', lastUser: 'otis',
        interactiveSessions: 1, canPrompt: true, hasDisplay: true, privateMode: false, hash: 'a'.repeat(64),
      });
      await eventually(async () => (await scene.device(till.deviceId)).os_version === 'Debian 13');
      expect(await scene.device(till.deviceId)).toMatchObject({
        name: 'till-renamed', device_type: 'laptop', last_user: 'otis', interactive_sessions: 1, can_prompt: true, has_display: true, inventory_hash: 'a'.repeat(64),
      });
    });

    it('the departure: the device is offline since then', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      await eventually(() => scene.isOnline(till.deviceId));
      conversation.vanish();
      await eventually(async () => !(await scene.isOnline(till.deviceId)));
      expect(await scene.presence(till.deviceId)).toMatchObject({ online: false, gateway_id: null, offline_since: expect.any(Date) });
    });
  });

  describe('survives', () => {
    it('an unknown field: the frame is not heard', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const { id } = await scene.order(till.deviceId);
      await conversation.next('instruction');
      conversation.say({ ...doneReport(id), colour: 'brown' });
      await expect(conversation.next('receipt', 200)).rejects.toThrow('no receipt');
      expect(await scene.instruction(id)).toMatchObject({ reported_at: null });
    });

    it('a character that the database cannot hold', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const { id } = await scene.order(till.deviceId);
      conversation.say({ ...doneReport(id), detail: 'zero \u0000 half \ud800' });
      conversation.say(doneReport(id));
      await conversation.next('receipt');
      expect(await scene.instruction(id)).toMatchObject({ detail: 'as asked' });
    });

    it('a frame that is too large: 1009', async () => {
      const conversation = await scene.connected(await scene.enrolled());
      conversation.say('x'.repeat(64 * 1024 + 1));
      expect((await conversation.ended).code).toBe(1009);
    });

    it('more than twenty broken frames a minute: 4429', async () => {
      const conversation = await scene.connected(await scene.enrolled());
      for (let i = 0; i < 25; i++) conversation.say('{');
      expect(await conversation.ended).toMatchObject({ code: 4429, reason: { code: 'API-INPUT-01', retryIn: 300 } });
    });

    it('a flood of good frames: 4429', async () => {
      const conversation = await scene.connected(await scene.enrolled());
      for (let i = 0; i < 700; i++) conversation.say({ type: 'pong' });
      expect(await conversation.ended).toMatchObject({ code: 4429, reason: { code: 'API-RATE-01' } });
    });

    it('hints that are nonsense', async () => {
      for (const key of ['{', 'null', '7', '{"kind":"device","id":"x"}', '{"kind":"connection"}']) await scene.query(`SELECT pg_notify('latchkey_revoke', $1)`, [key]);
      await scene.query(`SELECT pg_notify('latchkey_instruct', 'x')`);
      await scene.connected(await scene.enrolled());
    });

    it('a database that cuts all connections: nothing reported and no order is lost', async () => {
      const till = await scene.enrolled();
      const conversation = await scene.connected(till);
      const cut = (): Promise<unknown> => scene.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'latchkey_web' AND datname = current_database()`);
      for (let round = 0; round < 5; round++) {
        await cut();
        // Stored while nobody listens: only the sweep after the reconnect can find it.
        const { id } = await scene.order(till.deviceId);
        expect(await conversation.next('instruction')).toMatchObject({ id });
        await cut();
        conversation.say(doneReport(id));
        expect(await conversation.next('receipt')).toMatchObject({ instructionId: id });
        expect(await scene.instruction(id)).toMatchObject({ outcome: 'done' });
      }
    }, 60_000);
  });
});
