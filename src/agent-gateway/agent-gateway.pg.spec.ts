import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeviceKey } from '../../agent/wire/index.js';
import { danaSetsUp } from '../../test/personas/dana.js';
import { AgentOnTheWire, type Conversation } from '../../test/support/agent-on-the-wire.js';
import type { BrowserSession } from '../../test/support/browser-session.js';
import { type PublishedKeys, publishServerKeys } from '../../test/support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../../test/support/running-web.js';
import { randomIds } from '../platform/ids.js';

describe('the agent gateway', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let keys: PublishedKeys;
  let siteId: string;
  let token: string;
  const open: Conversation[] = [];

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    keys = await publishServerKeys(web.database.dataSource);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
    token = (await dana.post('/enrolment-tokens', { siteId })).body.token;
  });
  afterEach(() => open.splice(0).forEach((conversation) => conversation.vanish()));
  afterAll(() => web.close());

  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  const enrolled = async (): Promise<AgentOnTheWire> => {
    const till = new AgentOnTheWire(web.url);
    await till.enrol(token);
    return till;
  };
  const kept = (conversation: Conversation): Conversation => (open.push(conversation), conversation);
  const connected = async (till: AgentOnTheWire): Promise<Conversation> => kept(await till.connect());
  const presence = async (deviceId: string) => (await query('SELECT * FROM device_presence WHERE device_id = $1', [deviceId]))[0];
  const eventually = async (holds: () => Promise<boolean>, withinMs = 8000): Promise<void> => {
    for (const deadline = Date.now() + withinMs; !(await holds()); await sleep(20)) if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms`);
  };
  const isOnline = async (deviceId: string): Promise<boolean> => (await presence(deviceId))?.online === true;

  /** Signs an order as core does, stores it and nudges. */
  const order = async (deviceId: string, choices: { expired?: boolean; silent?: boolean } = {}): Promise<{ id: string; text: string }> => {
    const id = randomIds.uuid();
    const [{ seq }] = (await query('UPDATE device SET next_instruction_seq = next_instruction_seq + 1 WHERE id = $1 RETURNING next_instruction_seq - 1 AS seq', [deviceId]))[0];
    const [issuedAt, expiresAt] = choices.expired ? ['2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z'] : [new Date().toISOString(), new Date(Date.now() + 600_000).toISOString()];
    const text = keys.signed({
      type: 'instruction', id, seq: Number(seq), deviceId, generation: '1', kind: 'collect-diagnostics', params: {}, issuedAt, notBefore: issuedAt, expiresAt,
    });
    await query(
      `INSERT INTO instruction (id, device_id, seq, generation, kind, attempt, frame, issued_at, expires_at) VALUES ($1, $2, $3, 1, 'collect-diagnostics', 1, $4, $5, $6)`,
      [id, deviceId, seq, text, issuedAt, expiresAt],
    );
    if (!choices.silent) await query(`SELECT pg_notify('latchkey_instruct', $1)`, [deviceId]);
    return { id, text };
  };
  const report = (instructionId: string) => ({ type: 'report', instructionId, generation: '1', outcome: 'done', detail: 'as asked', evidence: null });
  const instruction = async (id: string) => (await query('SELECT * FROM instruction WHERE id = $1', [id]))[0];

  describe('lets in', () => {
    it('a device that answers the challenge, and shows it online', async () => {
      const till = await enrolled();
      await connected(till);
      await eventually(() => isOnline(till.deviceId));
      expect(await presence(till.deviceId)).toMatchObject({ online: true, offline_since: null });
    });

    it('nobody whose signature is by another key: 4401', async () => {
      const till = await enrolled();
      const conversation = kept(await till.knockAtGateway());
      await till.introduce(conversation, undefined, DeviceKey.generate());
      expect(await conversation.ended).toMatchObject({ code: 4401, reason: { code: 'RA-AGT-11' } });
    });

    it('nobody whose answer was made for another server: 4401', async () => {
      const till = await enrolled();
      const conversation = kept(await till.knockAtGateway());
      await till.introduce(conversation, 'https://elsewhere.example');
      expect(await conversation.ended).toMatchObject({ code: 4401 });
    });

    it('no device that does not exist, with the same answer: 4401', async () => {
      const stranger = new AgentOnTheWire(web.url);
      stranger.deviceId = randomUUID();
      const conversation = kept(await stranger.knockAtGateway());
      await stranger.introduce(conversation);
      expect(await conversation.ended).toMatchObject({ code: 4401, reason: { code: 'RA-AGT-11' } });
    });

    it('no answer that was heard before: the nonce is another each time', async () => {
      const till = await enrolled();
      const overheard: string[] = [];
      const first = kept(await till.knockAtGateway());
      const send = first.socket.send.bind(first.socket) as (text: string) => void;
      first.socket.send = ((text: string) => (overheard.push(text), send(text))) as typeof first.socket.send;
      await till.introduce(first);
      await first.next('welcome');
      const replayer = kept(await till.knockAtGateway());
      await replayer.next('hello');
      replayer.say(overheard[0]!);
      expect(await replayer.ended).toMatchObject({ code: 4401 });
    });

    it('no first frame but the answer: 4401', async () => {
      const conversation = kept(await (await enrolled()).knockAtGateway());
      conversation.say({ type: 'pong' });
      expect(await conversation.ended).toMatchObject({ code: 4401 });
    });

    it('no browser', async () => {
      await expect(new AgentOnTheWire(web.url).knockAtGateway({ origin: 'http://localhost:8080' })).rejects.toThrow('403');
    });

    it('no revoked device: 4403, and cuts a connected one off within five seconds', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      expect(await dana.post(`/devices/${till.deviceId}/revoke`)).toMatchObject({ status: 204 });
      const ending = await Promise.race([conversation.ended, sleep(5000, 'still connected')]);
      expect(ending).toMatchObject({ code: 4403 });
      const again = kept(await till.knockAtGateway());
      await till.introduce(again);
      expect(await again.ended).toMatchObject({ code: 4403 });
    });
  });

  describe('with two connections of one key', () => {
    it('keeps the newer of the same boot, as after a lost network, and the device stays online', async () => {
      const till = await enrolled();
      const first = await connected(till);
      await eventually(() => isOnline(till.deviceId));
      await connected(till);
      expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'superseded' } });
      await sleep(100);
      expect(await isOnline(till.deviceId)).toBe(true);
      expect((await query('SELECT quarantined FROM device WHERE id = $1', [till.deviceId]))[0]).toEqual({ quarantined: false });
    });

    it('keeps the newer after a restart of the device when the older no longer answers', async () => {
      const till = await enrolled();
      const first = await connected(till);
      first.socket.pause();
      till.bootId = randomUUID();
      await connected(till);
      expect((await query('SELECT quarantined FROM device WHERE id = $1', [till.deviceId]))[0]).toEqual({ quarantined: false });
    }, 15_000);

    it('flags a copy: both live, of different boots, both are turned away', async () => {
      const till = await enrolled();
      const first = await connected(till);
      till.bootId = randomUUID();
      const second = kept(await till.knockAtGateway());
      await till.introduce(second);
      expect(await second.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
      expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
      expect((await query('SELECT quarantined FROM device WHERE id = $1', [till.deviceId]))[0]).toEqual({ quarantined: true });
      expect(await dana.post(`/devices/${till.deviceId}/release`)).toMatchObject({ status: 204 });
      await connected(till);
    });

    it('lets a re-imaged device wait while the old one is connected, and in when an operator says so', async () => {
      const before = await enrolled();
      const old = await connected(before);
      await eventually(() => isOnline(before.deviceId));
      const after = new AgentOnTheWire(web.url, { hardwareId: before.hardwareId });
      await after.enrol(token);
      const waiting = kept(await after.knockAtGateway());
      await after.introduce(waiting);
      expect(await waiting.ended).toMatchObject({ code: 4409, reason: { code: 'RA-ELG-07', retryIn: 60 } });
      await dana.post(`/devices/${before.deviceId}/re-image-claim`, { accept: true });
      expect(await old.ended).toMatchObject({ code: 4409 });
      await connected(after);
      expect((await query('SELECT incarnation FROM device WHERE id = $1', [before.deviceId]))[0]).toEqual({ incarnation: 2 });
    });
  });

  describe('relays', () => {
    it('an order to the connected device, byte for byte', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      const { text } = await order(till.deviceId);
      await conversation.next('instruction');
      expect(conversation.texts).toContain(text);
    });

    it('what is open again after a reconnect, the same bytes, in the order of its seq', async () => {
      const till = await enrolled();
      const first = await connected(till);
      const one = await order(till.deviceId);
      const { id } = await first.next('instruction');
      first.say({ type: 'ack', instructionId: id });
      await eventually(async () => (await instruction(one.id)).acknowledged_at !== null);
      first.vanish();
      const two = await order(till.deviceId, { silent: true });
      const second = await connected(till);
      await second.next('instruction');
      await second.next('instruction');
      expect(second.texts.filter((text) => text.includes('"instruction"'))).toEqual([one.text, two.text]);
    });

    it('no order that has expired, and none of another device', async () => {
      const [till, other] = [await enrolled(), await enrolled()];
      await order(till.deviceId, { expired: true });
      await order(other.deviceId);
      const conversation = await connected(till);
      await expect(conversation.next('instruction', 300)).rejects.toThrow('no instruction');
    });
  });

  describe('stores', () => {
    it('acknowledgement, progress and report, and sends the receipt only after the commit', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      const { id } = await order(till.deviceId);
      await conversation.next('instruction');
      conversation.say({ type: 'ack', instructionId: id });
      conversation.say({ type: 'progress', instructionId: id, step: 'configuring', percent: 40 });
      await eventually(async () => (await instruction(id)).percent === 40);
      expect(await instruction(id)).toMatchObject({ step: 'configuring', acknowledged_at: expect.any(Date), reported_at: null });
      conversation.say(report(id));
      expect(await conversation.next('receipt')).toEqual({ type: 'receipt', instructionId: id });
      expect(await instruction(id)).toMatchObject({ outcome: 'done', reported_at: expect.any(Date), frame: null });
    });

    it('nothing and sends no receipt while the row is held, then both', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      const { id } = await order(till.deviceId);
      await conversation.next('instruction');
      const runner = web.database.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('SELECT 1 FROM instruction WHERE id = $1 FOR UPDATE', [id]);
      conversation.say(report(id));
      await expect(conversation.next('receipt', 300)).rejects.toThrow('no receipt');
      await runner.rollbackTransaction();
      await runner.release();
      expect(await conversation.next('receipt')).toMatchObject({ instructionId: id });
      expect(await instruction(id)).toMatchObject({ outcome: 'done' });
    });

    it('no acknowledgement of an order of another device', async () => {
      const [till, other] = [await enrolled(), await enrolled()];
      const { id } = await order(other.deviceId);
      const conversation = await connected(till);
      conversation.say({ type: 'ack', instructionId: id });
      conversation.say(report(id));
      await conversation.next('receipt');
      expect(await instruction(id)).toMatchObject({ acknowledged_at: null, reported_at: null });
    });

    it('the inventory', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      conversation.say({
        type: 'inventory', hostname: 'till-renamed', os: 'linux', osVersion: 'Debian 13', arch: 'x64', agentVersion: '0.1.1', lastUser: 'otis',
        interactiveSessions: 1, canPrompt: true, hasDisplay: true, privateMode: false, hash: 'a'.repeat(64),
      });
      await eventually(async () => (await query('SELECT os_version FROM device WHERE id = $1', [till.deviceId]))[0].os_version === 'Debian 13');
      expect((await query('SELECT * FROM device WHERE id = $1', [till.deviceId]))[0]).toMatchObject({
        name: 'till-renamed', last_user: 'otis', interactive_sessions: 1, can_prompt: true, has_display: true, inventory_hash: 'a'.repeat(64),
      });
    });

    it('the departure: the device is offline since then', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      await eventually(() => isOnline(till.deviceId));
      conversation.vanish();
      await eventually(async () => !(await isOnline(till.deviceId)));
      expect(await presence(till.deviceId)).toMatchObject({ online: false, gateway_id: null, offline_since: expect.any(Date) });
    });
  });

  describe('survives', () => {
    it('an unknown field: the frame is not heard', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      const { id } = await order(till.deviceId);
      await conversation.next('instruction');
      conversation.say({ ...report(id), colour: 'brown' });
      await expect(conversation.next('receipt', 200)).rejects.toThrow('no receipt');
      expect(await instruction(id)).toMatchObject({ reported_at: null });
    });

    it('a character that the database cannot hold', async () => {
      const till = await enrolled();
      const conversation = await connected(till);
      const { id } = await order(till.deviceId);
      conversation.say({ ...report(id), detail: 'zero \u0000 half \ud800' });
      conversation.say(report(id));
      await conversation.next('receipt');
      expect(await instruction(id)).toMatchObject({ detail: 'as asked' });
    });

    it('a frame that is too large: 1009', async () => {
      const conversation = await connected(await enrolled());
      conversation.say('x'.repeat(64 * 1024 + 1));
      expect((await conversation.ended).code).toBe(1009);
    });

    it('more than twenty broken frames a minute: 4429', async () => {
      const conversation = await connected(await enrolled());
      for (let i = 0; i < 25; i++) conversation.say('{');
      expect(await conversation.ended).toMatchObject({ code: 4429, reason: { code: 'API-INPUT-01', retryIn: 300 } });
    });

    it('a flood of good frames: 4429', async () => {
      const conversation = await connected(await enrolled());
      for (let i = 0; i < 700; i++) conversation.say({ type: 'pong' });
      expect(await conversation.ended).toMatchObject({ code: 4429, reason: { code: 'API-RATE-01' } });
    });

    it('hints that are nonsense', async () => {
      for (const key of ['{', 'null', '7', '{"kind":"device","id":"x"}', '{"kind":"connection"}']) await query(`SELECT pg_notify('latchkey_revoke', $1)`, [key]);
      await query(`SELECT pg_notify('latchkey_instruct', 'x')`);
      await connected(await enrolled());
    });
  });
});
