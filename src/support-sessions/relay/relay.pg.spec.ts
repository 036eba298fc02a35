import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { eventually } from '../../../test/support/over-the-wire.js';
import { endOf, type GuestOnTheWire, type MadeSession, OWN_ORIGIN, SupportScene } from '../../../test/support/support-scene.js';

describe('a screen', () => {
  let scene: SupportScene;
  let second: Awaited<ReturnType<SupportScene['another']>>;
  let session: MadeSession;
  let guestId: string;
  let client: GuestOnTheWire;

  beforeAll(async () => {
    scene = await SupportScene.begin();
    second = await scene.another();
  });
  afterAll(() => scene.end());
  beforeEach(async () => {
    session = await scene.made();
    ({ guestId, client } = await scene.guestWithScreen(session));
  });
  afterEach(async () => {
    await scene.dana.delete(`/support-sessions/${session.id}`);
    client.vanish();
  });

  const joined = async (options: Parameters<SupportScene['screen']>[2] = {}, guestAt = scene.web.url): Promise<{ host: WebSocket; guest: WebSocket; channel: string }> => {
    const seen = client.received.length;
    const host = await scene.screen(session.id, guestId, options);
    const { channel } = await client.next('open-channel', (frame) => client.received.indexOf(frame) >= seen);
    return { host, guest: await scene.dial(channel, client.token, { url: guestAt }), channel };
  };
  const heard = (socket: WebSocket, bytes: number): Promise<Buffer> =>
    new Promise((done) => {
      let all = Buffer.alloc(0);
      socket.on('message', (data: Buffer) => {
        all = Buffer.concat([all, data]);
        if (all.length >= bytes) done(all);
      });
    });

  it.each([
    ['the same web process', () => scene.web.url],
    ['another web process', () => second.url],
  ])('is relayed byte for byte when the guest dials %s', async (_, url) => {
    const { host, guest } = await joined({ mode: 'control' }, url());
    const [greeting, frame] = [Buffer.from('RFB 003.008\n'), randomBytes(300_000)];
    const atHost = heard(host, greeting.length + frame.length);
    const atGuest = heard(guest, 4);
    guest.send(greeting);
    guest.send(frame);
    host.send(Buffer.from([1, 2, 3, 4]));
    expect((await atHost).equals(Buffer.concat([greeting, frame]))).toBe(true);
    expect(await atGuest).toEqual(Buffer.from([1, 2, 3, 4]));
    await eventually('both are connected', async () => (await scene.dana.get(`/support-sessions/${session.id}`)).body.state === 'host-connected');
    await client.next('state', ({ hosts }) => hosts.some(({ name, mode }) => name === 'Dana Okafor' && mode === 'control'));
    guest.close();
    await endOf(host);
    await eventually('the host is gone', async () => (await scene.dana.get(`/support-sessions/${session.id}`)).body.state === 'guest-connected');
  });

  it('does not fill the memory of the server when its host reads slowly, and loses nothing', async () => {
    const { host, guest } = await joined();
    host.pause();
    const chunk = randomBytes(512 * 1024);
    const chunks = 60;
    let sent = 0;
    const pump = (): void => {
      if (sent < chunks) guest.send(chunk, () => (sent++, pump()));
    };
    pump();
    await new Promise((done) => setTimeout(done, 700));
    const before = sent;
    expect(before).toBeLessThan(chunks);
    const all = heard(host, chunks * chunk.length);
    host.resume();
    expect((await all).length).toBe(chunks * chunk.length);
    guest.close();
    await endOf(host);
  });

  it('is closed by what is no binary frame, and by one that is too large', async () => {
    const first = await joined();
    first.guest.send('text');
    expect((await endOf(first.guest)).code).toBe(1003);
    await endOf(first.host);
    const other = await joined();
    other.guest.send(Buffer.alloc(1024 * 1024 + 1));
    expect((await endOf(other.guest)).code).toBe(1009);
    await endOf(other.host);
  });

  it('is dialled once, by its own guest, from no browser', async () => {
    const host = await scene.screen(session.id, guestId);
    const { channel } = await client.next('open-channel');
    await expect(scene.dial(channel, randomBytes(24).toString('base64url'))).rejects.toThrow('403');
    await expect(scene.dial(channel, client.token, { origin: OWN_ORIGIN })).rejects.toThrow('403');
    await expect(scene.dial(randomBytes(24).toString('base64url'), client.token)).rejects.toThrow('403');
    const guest = await scene.dial(channel, client.token);
    await expect(scene.dial(channel, client.token, { url: second.url })).rejects.toThrow('403');
    guest.close();
    await endOf(host);
  });

  it.each([
    ['another page', { origin: 'http://localhost:8080.evil.example' }],
    ['no page at all', { origin: null }],
  ])('is not opened from %s', async (_, options) => {
    await expect(scene.screen(session.id, guestId, options)).rejects.toThrow('403');
  });

  it('ends at once when the guest withdraws what it needs, is sent away, or the session ends', async () => {
    const { host } = await joined({ mode: 'control' });
    client.say({ type: 'consent', consent: { view: true, control: false, clipboard: false } });
    expect(await endOf(host)).toMatchObject({ code: 4403 });
    await expect(scene.screen(session.id, guestId, { mode: 'control' })).rejects.toThrow('409');
    const view = await joined();
    await scene.dana.delete(`/support-sessions/${session.id}`);
    const { code, afterMs } = await endOf(view.host);
    expect(code).toBe(4403);
    expect(afterMs).toBeLessThan(5_000);
    expect(await client.next('ended')).toEqual({ type: 'ended', reason: 'host' });
    expect(await client.end()).toBe(4403);
  });
});
