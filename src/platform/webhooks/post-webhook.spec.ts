import fc from 'fast-check';
import { randomBytes, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { pinnedLookup, type ResolveName } from '../off-box/outbound-address.js';
import { postWebhook } from './post-webhook.js';
import { signedHeaders, webhookSecretText } from './signature.js';
import { refuseWebhookUrl } from './webhook-address.js';

const LOOPBACK = { allowedHosts: ['127.0.0.1'] };

/** A receiver on this machine, for as long as `look` takes. */
async function received<T>(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void, look: (url: string, port: number) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    return await look(`http://127.0.0.1:${port}/hook`, port);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

/** A name that leads elsewhere every time it is asked for. */
function nameThatMoves(...answers: string[][]): ResolveName & { readonly asked: () => number } {
  let asked = 0;
  const resolve: ResolveName = (_host, _options, done) => done(null, answers[Math.min(asked++, answers.length - 1)]!.map((address) => ({ address, family: 4 })));
  return Object.assign(resolve, { asked: () => asked });
}

describe('posting a webhook', () => {
  it('brings the body as it is, signed so that the receiver can tell', async () => {
    const secret = randomBytes(24);
    const body = '{"type":"test","text":"…ü"}';
    const got = await received(
      (request, response, text) => response.writeHead(204).end(void seen.push({ headers: request.headers, text })),
      (url) => postWebhook(url, signedHeaders(secret, 'the-id', 1_764_000_000, body), body, LOOPBACK),
    );
    const { headers, text } = seen[0]!;
    expect(got).toMatchObject({ isTaken: true, status: 204, failure: null });
    expect(text).toBe(body);
    expect(headers['content-type']).toBe('application/json');
    // As a receiver does it, who knows the text of the secret only.
    const key = Buffer.from(webhookSecretText(secret).slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(`${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`).digest();
    const [version, given] = String(headers['webhook-signature']).split(',');
    expect(version).toBe('v1');
    expect(timingSafeEqual(Buffer.from(given!, 'base64'), expected)).toBe(true);
  });
  const seen: { headers: IncomingMessage['headers']; text: string }[] = [];

  it.each([404, 410, 500, 503])('takes %s for a failure, and repeats nothing of its body', async (status) => {
    const outcome = await received((_, response) => response.writeHead(status).end('inner words'), (url) => postWebhook(url, {}, '{}', LOOPBACK));
    expect(outcome).toMatchObject({ isTaken: false, status, failure: `It answered ${status}.` });
  });

  it('R25 follows no redirect', async () => {
    const asked: string[] = [];
    const outcome = await received((request, response) => {
      asked.push(request.url!);
      response.writeHead(307, { location: '/elsewhere' }).end();
    }, (url) => postWebhook(url, {}, '{}', LOOPBACK));
    expect(outcome).toMatchObject({ isTaken: false, status: 307 });
    expect(asked).toEqual(['/hook']);
  });

  it('R25 waits only so long, also for who sends a little now and then', async () => {
    const silent = await received(() => undefined, (url) => postWebhook(url, {}, '{}', { ...LOOPBACK, takesAtMostMs: 200 }));
    expect(silent).toMatchObject({ isTaken: false, failure: 'It did not answer in time.' });
    let drip: NodeJS.Timeout | undefined;
    const dripping = await received((_, response) => {
      response.writeHead(200);
      drip = setInterval(() => response.write('.'), 20);
    }, (url) => postWebhook(url, {}, '{}', { ...LOOPBACK, takesAtMostMs: 300 }));
    clearInterval(drip);
    expect(dripping.isTaken).toBe(false);
    expect(dripping.tookMs).toBeLessThan(5_000);
  });

  it('R25 reads 64 KiB of an answer and no more', async () => {
    const of = (size: number) => received((_, response) => response.writeHead(200).end(Buffer.alloc(size, 'x')), (url) => postWebhook(url, {}, '{}', LOOPBACK));
    expect(await of(64 * 1024)).toMatchObject({ isTaken: true });
    expect(await of(64 * 1024 + 1)).toMatchObject({ isTaken: false, failure: 'It answered with more than 64 KiB.' });
  });

  it('R25 does not reach this machine through a name, whatever the name said before', async () => {
    let connections = 0;
    const server = createSocketServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).destroy();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `https://rebind.example:${(server.address() as AddressInfo).port}/`;
    const refused = await postWebhook(url, {}, '{}', { allowedHosts: [], resolve: nameThatMoves(['127.0.0.1']) });
    expect(refused).toMatchObject({ isTaken: false, status: null, failure: 'Its name leads to a private address.' });
    expect(connections).toBe(0);
    // The same with the operator's leave does connect: what is measured above is the refusal.
    await postWebhook(url, {}, '{}', { allowedHosts: ['rebind.example'], resolve: nameThatMoves(['127.0.0.1']) });
    expect(connections).toBe(1);
    await new Promise((done) => server.close(done));
  });

  it('R25 connects to the address that was judged, asked for once', async () => {
    const name = nameThatMoves(['10.0.0.1', '9.9.9.9'], ['169.254.169.254']);
    const look = () => new Promise((done, fail) => pinnedLookup({ allowedPrivateHosts: [] }, name)('moves.example', {}, (error, address) => (error ? fail(error) : done(address))));
    await expect(look()).resolves.toBe('9.9.9.9');
    expect(name.asked()).toBe(1);
    await expect(look()).rejects.toMatchObject({ code: 'EPRIVATE' });
  });
});

describe('R30 made-up answers of a webhook', () => {
  const ANSWERS = 400;
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 204 No Content', 'HTTP/1.1 301 Moved', 'HTTP/1.1 500 Oops') },
    fc.constantFrom('HTTP/9.9 200', 'HTTP/1.1 99999 X', 'HTTP/1.1 -1 X', 'HTTP/1.1', 'SSH-2.0-OpenSSH', '', '\u0000', 'HTTP/1.1 100 Continue', 'HTTP/1.1 101 Switching Protocols'),
    fc.string(),
  );
  const header = fc.oneof(fc.constantFrom('content-length: 5', 'content-length: -1', 'content-length: 99999999', 'transfer-encoding: chunked', 'content-encoding: gzip', 'location: http://169.254.169.254/', 'connection: upgrade', 'set-cookie: a=b', ': x', 'x'.repeat(20_000)), fc.string());
  const headers = fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 2, arbitrary: fc.array(header, { maxLength: 4 }) });
  const answer = fc.tuple(line, headers, fc.oneof(fc.constantFrom('hello', '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', '{"a":', 'x'.repeat(70_000)), fc.string())).map(([first, headers, rest]) => `${[first, ...headers].join('\r\n')}\r\n\r\n${rest}`);

  it(`end in an outcome of the promised form, ${ANSWERS} times, and lead nowhere`, async () => {
    const answers = fc.sample(answer, { numRuns: ANSWERS, seed: 20_261 });
    let given = 0;
    const server = createSocketServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answers[given++]!));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const endings = { taken: 0, refused: 0 };
    for (let n = 0; n < ANSWERS; n++) {
      const { isTaken, status, failure, tookMs } = await postWebhook(url, {}, '{}', { ...LOOPBACK, takesAtMostMs: 2_000 });
      expect([typeof tookMs, status === null || (Number.isInteger(status) && status >= 0 && status < 1_000), isTaken === (failure === null), failure === null || (failure.length > 0 && failure.length <= 300)]).toEqual(['number', true, true, true]);
      endings[isTaken ? 'taken' : 'refused']++;
    }
    await new Promise((done) => server.close(done));
    // Each was asked once: nothing followed, nothing tried again by itself.
    expect(given).toBe(ANSWERS);
    expect([endings.taken > 20, endings.refused > 100]).toEqual([true, true]);
  }, 120_000);
});

describe('the address of a webhook', () => {
  it.each([
    ['https://hooks.example/take?token=1', [], null],
    ['http://127.0.0.1:9/', ['127.0.0.1'], null],
    ['https://10.1.2.3/', ['10.1.2.3'], null],
    ['http://hooks.example/', [], 'must begin with https://'],
    ['http://10.1.2.3/', ['10.1.2.3'], 'must begin with https://'],
    ['file:///etc/passwd', [], 'must begin with https://'],
    ['not a url', [], 'must be a URL'],
    ['https://user:word@hooks.example/', [], 'must not contain credentials'],
    ['https://hooks.example/#part', [], 'must not contain a fragment'],
    ...['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '[fd00::1]', '[fe80::1]', '0'].map(
      (host) => [`https://${host}/`, [], 'must not be a private address'] as const,
    ),
  ] as const)('R25 %s with %j allowed: %s', (url, allowed, refusal) => {
    expect(refuseWebhookUrl(url, [...allowed])).toBe(refusal);
  });
});
