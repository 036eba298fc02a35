import { randomBytes } from 'node:crypto';
import { tooMany } from '../../src/platform/http/index.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import { AgentOnTheWire } from '../support/agent-on-the-wire.js';
import { BrowserSession } from '../support/browser-session.js';
import { type GuessedWeb, guessedWeb } from '../support/guessed-web.js';
import { type MovedClock, movedClock } from '../support/moved-clock.js';
import { publishServerKeys } from '../support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const quantile = (values: number[], share: number): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)]!;
/** Every header by which some proxy or other tells who is asking. */
const TELL_TALES = ['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'x-cluster-client-ip', 'fastly-client-ip', 'x-originating-ip', 'x-remote-ip', 'x-remote-addr', 'x-forwarded', 'via', 'x-forwarded-host'];
const spoofed = (n: number): Record<string, string> => ({
  ...Object.fromEntries(TELL_TALES.map((name) => [name, `203.0.113.${n}`])),
  forwarded: `for=203.0.113.${n};proto=https`,
});

describe('R4 whoever tries e-mail addresses', () => {
  const KNOWN = 24;
  let web: WebUnderTest;

  beforeAll(async () => {
    web = await startWebForTest({ trustedProxy: '127.0.0.1' });
    await danaSetsUp(web);
    // Accounts with a password of the same cost as hers.
    await web.database.dataSource.query(
      `INSERT INTO operator (id, email, name, role, password_hash, scope_all)
       SELECT gen_random_uuid(), 'known' || n || '@northwind.example', 'Known ' || n, 'technician', (SELECT password_hash FROM operator LIMIT 1), false FROM generate_series(1, $1) AS n`,
      [KNOWN],
    );
  });
  afterAll(() => web.close());

  let tries = 0;
  const attempt = async (email: string): Promise<{ ms: number; told: string }> => {
    // From an address of its own each time: only what is said counts here.
    const from = `198.51.${100 + Math.floor(tries / 250)}.${tries++ % 250}`;
    const begun = performance.now();
    const { status, body, headers } = await new BrowserSession(web.url).post('/auth/login', { email, password: 'not the password' }, { 'x-forwarded-for': from });
    const ms = performance.now() - begun;
    return { ms, told: JSON.stringify([status, { ...body, requestId: '' }, [...headers.keys()].sort()]) };
  };

  it('is told the same, and in the same time: less than 5 ms apart in 95 of 100', async () => {
    const apart: number[] = [];
    const told = new Set<string>();
    for (let round = 0; round < 3 && !(apart.at(-1)! < 5); round++) {
      const took: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
      for (let n = 1; n <= KNOWN; n++) {
        const pair = [['known', `known${n}@northwind.example`], ['unknown', `ghost${round}-${n}@northwind.example`]] as const;
        for (const [which, email] of n % 2 ? pair : [pair[1], pair[0]]) {
          const answer = await attempt(email);
          took[which].push(answer.ms);
          told.add(answer.told);
        }
      }
      // Another program on this machine may slow one of them down; a difference of ours is there in every round.
      apart.push(Math.min(...[0.5, 0.95].map((share) => Math.abs(quantile(took.known, share) - quantile(took.unknown, share)))));
    }
    expect(told.size).toBe(1);
    expect(Math.min(...apart)).toBeLessThan(5);
  }, 60_000);
});

describe('R4 whoever guesses again and again', () => {
  let guessed: GuessedWeb;
  beforeAll(async () => {
    guessed = await guessedWeb();
  });
  afterAll(() => guessed.close());
  const tries: GuessedWeb['tries'] = (...guess) => guessed.tries(...guess);

  it('waits twice as long after each failure, for an account as for an address that is nobody’s, also with the right password', async () => {
    for (const email of [DANA.email, 'ghost@northwind.example']) {
      const address = email === DANA.email ? '198.51.100.1' : '198.51.100.2';
      for (let n = 0; n < 4; n++) expect((await tries(email, 'a guess', address)).status).toBe(401);
      for (const seconds of [1, 2, 4]) {
        const early = await tries(email, DANA.password, address);
        expect(early).toMatchObject({ status: 429, body: { code: 'API-RATE-01' } });
        expect(Number(early.headers.get('retry-after'))).toBeGreaterThanOrEqual(seconds);
        guessed.clock.move(seconds * 1_000);
        expect((await tries(email, 'a guess', address)).status).toBe(401);
      }
    }
  });

  it('is let in with the right password once the wait is over, and begins anew', async () => {
    guessed.clock.move(8_000);
    expect((await tries(DANA.email, DANA.password, '198.51.100.1')).status).toBe(200);
    for (let n = 0; n < 4; n++) expect((await tries(DANA.email, 'a guess', '198.51.100.1')).status).toBe(401);
    expect((await tries(DANA.email, 'a guess', '198.51.100.1')).status).toBe(429);
  });

  it('keeps nobody waiting who signs in from where he is known', async () => {
    expect((await tries(DANA.email, DANA.password, '127.0.0.1')).status).toBe(200);
  });

  it('waits for a whole network, too, whatever accounts he tries from it', async () => {
    for (let n = 0; n < 21; n++) expect((await tries(`ghost-${n}@northwind.example`, 'a guess', `203.0.113.9`)).status).toBe(401);
    expect((await tries('ghost-21@northwind.example', 'a guess', '203.0.113.9')).status).toBe(429);
    guessed.clock.move(1_000);
    expect((await tries('ghost-22@northwind.example', 'a guess', '203.0.113.9')).status).toBe(401);
    expect((await tries('ghost-23@northwind.example', 'a guess', '203.0.113.9')).status).toBe(429);
  });
});

describe('R23 whoever makes up where he comes from', () => {
  const LONGEST_DELAY_MS = 5 * 60_000;
  let web: WebUnderTest;
  let clock: MovedClock;
  beforeAll(async () => {
    web = await startWebForTest();
    clock = movedClock();
    await danaSetsUp(web);
    await publishServerKeys(web.database.dataSource);
  });
  afterAll(async () => {
    clock.restore();
    await web.close();
  });

  it('gains no try at the login: ten failures, and the eleventh is not looked at', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 14; n++) {
      clock.move(LONGEST_DELAY_MS);
      statuses.push((await new BrowserSession(web.url).post('/auth/login', { email: 'ghost@northwind.example', password: `guess number ${n}` }, spoofed(n))).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
  });

  it('gains no try over many accounts: fifty failures of a network, and its fifty-first is not looked at', async () => {
    const before = 10;
    const statuses: number[] = [];
    for (let n = before; n < 54; n++) {
      clock.move(LONGEST_DELAY_MS);
      statuses.push((await new BrowserSession(web.url).post('/auth/login', { email: `ghost${n}@northwind.example`, password: 'guess' }, spoofed(n))).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(50 - before);
    expect(statuses.slice(50 - before)).toEqual(Array<number>(4).fill(429));
  });

  it('gains no try to enrol: five failures a minute, and the sixth is not looked at', async () => {
    const agent = new AgentOnTheWire(web.url);
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) {
      const token = `lke_${randomBytes(4).toString('hex')}_x_y`;
      const answer = await fetch(`${web.url}/agent/v1/enrol`, { method: 'POST', headers: { 'content-type': 'application/json', ...spoofed(n) }, body: JSON.stringify(agent.request(token)) });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(3).fill(429)]);
  });

  it('is told to come back at a time that is not everybody’s', () => {
    const waits = Array.from({ length: 50 }, () => tooMany(60_000).facts.retryAfterSeconds!);
    expect(new Set(waits).size).toBeGreaterThan(5);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...waits)).toBeLessThanOrEqual(72);
  });

  it('is believed where the operator has named a proxy, and only as far as that proxy has seen', async () => {
    const behind = await startWebForTest({ trustedProxy: '127.0.0.1' });
    await danaSetsUp(behind);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      clock.move(LONGEST_DELAY_MS);
      const headers = { ...spoofed(n), 'x-forwarded-for': `203.0.113.${n}, 10.0.0.${n}, 198.51.100.7` };
      statuses.push((await new BrowserSession(behind.url).post('/auth/login', { email: DANA.email, password: 'guess' }, headers)).status);
    }
    await behind.close();
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });
});
