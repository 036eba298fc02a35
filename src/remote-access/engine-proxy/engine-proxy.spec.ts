import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { AgentSockets } from './agent-sockets.js';
import { HeldBack } from './held-back.js';
import { MessageStarts, START_BYTES } from './message-starts.js';
import type { EngineVerdicts, LaunchActivity } from './engine-verdicts.js';
import { readEntryValue } from './entry-value.js';
import { requestHeaders, responseHeaders, switchingProtocols, upgradeHeaders } from './forwarded-headers.js';
import { LaunchCookies, sha256Hex } from './launch-cookies.js';
import { LaunchSockets } from './launch-sockets.js';

describe('headers on their way to the engine', () => {
  const request = {
    headers: {
      host: 'evil',
      cookie: 'session=1',
      authorization: 'Bearer lk_x',
      'x-meshauth': 'a,b',
      'x-forwarded-for': '6.6.6.6',
      'cf-connecting-ip': '6.6.6.6',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6',
      origin: 'https://evil',
      'sec-websocket-key': 'k',
      'sec-websocket-extensions': 'permessage-deflate',
      accept: '*/*',
      'user-agent': 'u',
    },
    socket: { remoteAddress: '::ffff:192.0.2.7' },
  } as unknown as IncomingMessage;

  it('are a closed list: no cookie, no credential, no forwarding header of the outside', () => {
    const ours = {
      host: 'engine.test',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-host': 'engine.test',
      'x-forwarded-proto': 'https',
      'user-agent': 'u',
    };
    expect(requestHeaders(request, 'engine.test')).toEqual({ ...ours, accept: '*/*' });
    expect(upgradeHeaders(request, 'engine.test')).toEqual({
      ...ours,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'k',
    });
  });

  it('and back: no cookie, no policy, no redirect of the engine', () => {
    const answer = {
      'set-cookie': ['a=b'],
      location: 'https://x',
      'content-security-policy': 'x',
      'x-powered-by': 'e',
      etag: 'W/1',
      'content-type': 'text/html',
    };
    expect(responseHeaders(answer)).toEqual({ etag: 'W/1', 'content-type': 'text/html' });
    expect(switchingProtocols({ 'set-cookie': ['a=b'], 'sec-websocket-accept': 'ok' })).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ok\r\n\r\n',
    );
  });
});

/** One frame as a browser sends it: masked. */
function frame(opcode: number, payload: Buffer, mask = Buffer.from([1, 2, 3, 4])): Buffer {
  const length = payload.length;
  const size =
    length < 126
      ? Buffer.from([0x80 | length])
      : length < 65_536
        ? Buffer.from([0x80 | 126, length >> 8, length & 255])
        : Buffer.alloc(9);
  if (length >= 65_536) {
    size[0] = 0x80 | 127;
    size.writeBigUInt64BE(BigInt(length), 1);
  }
  return Buffer.concat([
    Buffer.from([0x80 | opcode]),
    size,
    mask,
    Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4]!)),
  ]);
}

describe('reading a browser’s frames', () => {
  it('finds the start of every message, however the bytes are cut', () => {
    const message = fc.record({
      opcode: fc.constantFrom(1, 2, 8, 9, 10, 0),
      size: fc.constantFrom(0, 1, 63, 64, 65, 125, 126, 300, 66_000),
    });
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1 }),
        (messages, cuts) => {
          const payloads = messages.map(({ size }, n) =>
            Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + n) & 255)),
          );
          const stream = Buffer.concat(messages.map(({ opcode }, n) => frame(opcode, payloads[n]!)));
          const starts: Buffer[] = [];
          const frames = new MessageStarts((start) => starts.push(start));
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length]!;
            frames.push(stream.subarray(at, at + size));
            at += size;
          }
          const expected = payloads
            .filter((payload, n) => [1, 2].includes(messages[n]!.opcode) && payload.length > 0)
            .map((payload) => payload.subarray(0, START_BYTES));
          expect(starts).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what a browser says before the person at the device has agreed', () => {
  const wait = frame(1, Buffer.from('{"aside"}'));
  const choice = frame(1, Buffer.from('5'));
  const wish = frame(1, Buffer.from('{"action":"ls"}'));
  const ping = frame(9, Buffer.from('p'));
  const heldBack = () => {
    const held = new HeldBack((start) => start.toString().startsWith('{"aside"'));
    const passed: Buffer[] = [];
    held.on('data', (chunk: Buffer) => passed.push(chunk));
    return { held, passed: () => Buffer.concat(passed) };
  };

  it('is kept, all but what the session is to be and what is beside it, however the bytes are cut', async () => {
    const stream = Buffer.concat([wait, choice, ping, wish, wait]);
    for (const size of [1, 2, 7, stream.length]) {
      const { held, passed } = heldBack();
      for (let at = 0; at < stream.length; at += size) held.write(stream.subarray(at, at + size));
      await turn();
      expect(passed()).toEqual(Buffer.concat([wait, choice, ping]));
      held.release();
      held.write(wish);
      await turn();
      expect(passed()).toEqual(Buffer.concat([wait, choice, ping, wish, wait, wish]));
    }
  });

  it('is not let through in pieces', async () => {
    const { held, passed } = heldBack();
    const firstPiece = Buffer.from(choice);
    firstPiece[0]! &= 0x7f;
    held.write(Buffer.concat([firstPiece, wish]));
    await turn();
    expect(passed()).toHaveLength(0);
  });

  it('is not kept without end', async () => {
    const { held } = heldBack();
    const failed = new Promise((done) => held.once('error', done));
    held.write(Buffer.concat([choice, frame(2, Buffer.alloc(300_000))]));
    expect(await failed).toMatchObject({ message: 'The browser says too much before anybody has agreed.' });
  });
});

function scene() {
  let now = Date.parse('2026-03-02T12:00:00Z');
  const said: [string, LaunchActivity][] = [];
  const verdicts = {
    launchActivity: (id: string, activity: LaunchActivity) => said.push([id, activity]),
    agentConnected: (id: string) => said.push([id, { kind: 'opened' }]),
    agentClosed: (id: string) => said.push([id, { kind: 'closed', why: 'gone' }]),
  } as unknown as EngineVerdicts;
  const clock = () => now;
  return { said, verdicts, clock, pass: (ms: number) => (now += ms), now };
}

const turn = () => new Promise((done) => setTimeout(done, 30));

const SILENT = { isKeepAlive: () => false, isFilesAnswer: () => false };

describe('the sockets of a launch', () => {
  const launch = {
    launchId: 'launch-1',
    shareId: 's',
    path: '/p',
    mode: 'terminal' as const,
    asksFirst: false,
    live: true,
    idleMinutes: 15,
    endsAt: new Date('2026-03-02T13:00:00Z'),
  };
  const open = (sockets: LaunchSockets, mark = sockets.mark()) => {
    const browser = new PassThrough();
    sockets.add(launch, mark, browser, new PassThrough() as unknown as Socket);
    return browser;
  };

  it('are cut when nobody has done anything for the allowed time, keep-alive or not', async () => {
    const { said, verdicts, clock, pass } = scene();
    const sockets = new LaunchSockets(verdicts, { ...SILENT, isKeepAlive: (start) => start.toString().startsWith('{') }, clock, 5);
    const browser = open(sockets);
    pass(14 * 60_000);
    browser.write(frame(1, Buffer.from('ls')));
    await turn();
    pass(14 * 60_000);
    browser.write(frame(1, Buffer.from('{"rtt":1}')));
    await turn();
    expect(browser.destroyed).toBe(false);
    pass(60_000);
    await turn();
    expect(browser.destroyed).toBe(true);
    expect(said.at(-1)).toEqual(['launch-1', { kind: 'closed', why: 'idle' }]);
    expect(
      said.filter(([, each]) => each.kind === 'bytes').map(([, each]) => (each as { active: boolean }).active),
    ).toEqual([true, false]);
    sockets.closeAll();
  });

  it('are cut at the launch’s end in any case', async () => {
    const { said, verdicts, clock, pass } = scene();
    const sockets = new LaunchSockets(verdicts, SILENT, clock, 5);
    const browser = open(sockets);
    for (let i = 0; i < 6; i++) {
      pass(10 * 60_000);
      browser.write(frame(1, Buffer.from('x')));
      await turn();
    }
    expect(browser.destroyed).toBe(true);
    expect(said.at(-1)).toEqual(['launch-1', { kind: 'closed', why: 'expired' }]);
    sockets.closeAll();
  });

  it('open once and close once, however many there are', async () => {
    const { said, verdicts, clock } = scene();
    const sockets = new LaunchSockets(verdicts, SILENT, clock, 10_000);
    const [one, two] = [open(sockets), open(sockets)];
    one.destroy();
    await turn();
    expect(said).toEqual([['launch-1', { kind: 'opened' }]]);
    two.destroy();
    await turn();
    expect(said.at(-1)).toEqual(['launch-1', { kind: 'closed', why: 'gone' }]);
    sockets.closeAll();
  });

  it.each([
    ['files', 'folder', true],
    ['files', 'Waiting for user', false],
    ['terminal', 'folder', false],
    ['desktop', 'folder', false],
  ] as const)('let a file be fetched beside them: of a launch for %s, once the endpoint has said “%s”: %s', async (mode, answer, may) => {
    const { verdicts, clock } = scene();
    const sockets = new LaunchSockets(verdicts, { ...SILENT, isFilesAnswer: (start) => start.toString() === 'folder' }, clock, 10_000);
    const [browser, engine] = [new PassThrough(), new PassThrough()];
    expect(sockets.mayDownload({ ...launch, mode })).toBe(false);
    sockets.add({ ...launch, mode }, sockets.mark(), browser, engine as unknown as Socket);
    engine.write(Buffer.concat([Buffer.from([0x82, answer.length]), Buffer.from(answer)]));
    await turn();
    expect(sockets.mayDownload({ ...launch, mode })).toBe(may);
    expect(sockets.mayDownload({ ...launch, mode, launchId: 'another' })).toBe(false);
    browser.destroy();
    await turn();
    expect(sockets.mayDownload({ ...launch, mode })).toBe(false);
    sockets.closeAll();
  });

  it('cannot slip in when the launch was cut while the verdict was being asked', () => {
    const { said, verdicts, clock } = scene();
    const sockets = new LaunchSockets(verdicts, SILENT, clock, 10_000);
    const mark = sockets.mark();
    sockets.close('launch-1');
    expect(open(sockets, mark).destroyed).toBe(true);
    expect(said).toEqual([]);
    expect(open(sockets).destroyed).toBe(false);
    sockets.closeAll();
  });
});

describe('a deployment’s remote agent', () => {
  it('has one connection: the newest', async () => {
    const { said, verdicts, clock } = scene();
    const sockets = new AgentSockets(verdicts, clock);
    const [old, fresh] = [new PassThrough(), new PassThrough()];
    sockets.replace('d', sockets.mark(), old);
    sockets.replace('d', sockets.mark(), fresh);
    await turn();
    expect([old.destroyed, fresh.destroyed]).toEqual([true, false]);
    expect(said).toEqual([['d', { kind: 'opened' }]]);
    sockets.close('d');
    await turn();
    expect(said).toHaveLength(2);
  });

  it('does not come back through a question that was asked before it was cut', () => {
    const { verdicts, clock } = scene();
    const sockets = new AgentSockets(verdicts, clock);
    const mark = sockets.mark();
    sockets.close('d');
    const late = new PassThrough();
    sockets.replace('d', mark, late);
    expect(late.destroyed).toBe(true);
  });
});

describe('binding a browser', () => {
  it('is a host-only, HttpOnly cookie per launch, Secure wherever the page is', () => {
    const cookies = new LaunchCookies(true);
    const { value, hash } = cookies.newBinding();
    expect(hash).toBe(sha256Hex(value));
    const line = cookies.line(hash, value, 60);
    expect(line).toMatch(
      /^__Host-latchkey-launch-[0-9a-f]{12}=[\w-]{43}; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(cookies.hashes(`other=1; ${line.split(';')[0]}; __Host-latchkey-launch-x=short`)).toEqual([hash]);
    expect(new LaunchCookies(false).hashes(line.split(';')[0])).toEqual([]);
  });
});

describe('the entry form', () => {
  const posted = (body: string, over: Partial<IncomingMessage> = {}) =>
    Object.assign(new PassThrough().end(body), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      ...over,
    }) as unknown as IncomingMessage;
  const VALUE = 'a'.repeat(43);

  it('takes exactly one well-formed value', async () => {
    expect(await readEntryValue(posted(`value=${VALUE}`))).toBe(VALUE);
  });

  it.each([
    ['another method', posted(`value=${VALUE}`, { method: 'GET' })],
    ['another type', posted(`{"value":"${VALUE}"}`, { headers: { 'content-type': 'application/json' } })],
    ['two values', posted(`value=${VALUE}&value=${VALUE}`)],
    ['an odd value', posted('value=<script>')],
    ['too much', posted(`value=${VALUE}&x=${'y'.repeat(5_000)}`)],
  ])('refuses %s', async (_what, request) => {
    expect(await readEntryValue(request)).toBeNull();
  });
});
