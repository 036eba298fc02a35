import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { startCore, type RunningCore } from '../../src/core.js';
import { measureCore } from '../../src/core-metrics.js';
import { listenForMetrics } from '../../src/platform/metrics/metrics-listener.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { eventually } from '../support/eventually.js';
import { type Fleet, fleetOf } from '../support/fleet.js';
import { RawHttp } from '../support/raw-http.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

/** One line of the text form of Prometheus: a name, labels if any, a number. */
const SAMPLE = /^[a-z_][a-z0-9_]*(\{([a-zA-Z_]\w*="[^"\n]*",?)+\})? (-?[\d.]+(e[+-]?\d+)?|NaN|[+-]Inf)$/;

describe('R24 metrics', () => {
  let web: WebUnderTest;
  let core: RunningCore;
  let dana: BrowserSession;
  let fleet: Fleet;
  let ofWeb: RawHttp;
  let ofCore: RawHttp;

  beforeAll(async () => {
    web = await startWebForTest({ metricsPort: 0 });
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    core = await startCore({ databaseUrl: web.database.coreUrl, dataDir: '', sealingKey: randomBytes(32), olderSealingKeys: [], floors: {}, publicUrl: web.url, auditSink: null, webhookAllow: [], metricsPort: 0, engine: null });
    [ofWeb, ofCore] = [new RawHttp(web.metricsUrl!), new RawHttp(core.metricsUrl!)];
  });
  afterAll(async () => {
    [ofWeb, ofCore].forEach((listener) => listener?.close());
    await core?.close();
    await web?.close();
  });

  const read = async (listener: RawHttp): Promise<string> => (await listener.send('GET', '/metrics')).text;
  const valueOf = (text: string, sample: string): number => Number(new RegExp(`^${sample.replace(/[{}"]/g, '\\$&')} (.+)$`, 'm').exec(text)?.[1]);
  const counted = (text: string, name: string, labels: Readonly<Record<string, string>>): number =>
    Number(text.split('\n').find((line) => line.startsWith(`${name}{`) && Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))?.split(' ').at(-1));

  it('are told by each process in the form that Prometheus reads', async () => {
    for (const [listener, process] of [[ofWeb, 'web'], [ofCore, 'core']] as const) {
      const answer = await listener.send('GET', '/metrics');
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': expect.stringMatching(/^text\/plain; version=0\.0\.4/), 'cache-control': 'no-store' } });
      const samples = answer.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(samples.length).toBeGreaterThan(20);
      expect(samples.filter((line) => !SAMPLE.test(line))).toEqual([]);
      expect(answer.text).toContain(`process="${process}"`);
    }
  });

  it('say how the installation stands, and change with it', async () => {
    expect(valueOf(await read(ofWeb), 'latchkey_frozen')).toBe(0);
    await dana.put('/freeze', { frozen: true, reason: 'a bad morning' });
    await eventually('core is seen', async () => valueOf(await read(ofWeb), 'latchkey_core_processes_alive') === 1);
    const text = await read(ofWeb);
    expect(valueOf(text, 'latchkey_frozen')).toBe(1);
    const [{ n }]: [{ n: number }] = await web.database.dataSource.query('SELECT count(*)::int AS n FROM device WHERE retired_at IS NULL');
    expect(n).toBeGreaterThan(0);
    expect(valueOf(text, 'latchkey_devices_enrolled')).toBe(n);
    await eventually('core has made a pass', async () => counted(await read(ofCore), 'latchkey_loop_seconds_count', { work: 'reconciliation', outcome: 'done' }) > 0);
  });

  it('measure requests by the pattern of their route: no id, no word of a search becomes a label', async () => {
    await dana.get(`/sites/${fleet.shop}`);
    await dana.get('/devices?q=a-very-private-word');
    await new RawHttp(web.url).send('GET', '/api/v1/nothing/behind-this-secret');
    const text = await read(ofWeb);
    expect(counted(text, 'latchkey_http_request_seconds_count', { method: 'GET', route: '/api/v1/sites/:id', status: '2xx' })).toBe(1);
    expect(text).not.toMatch(/private-word|behind-this-secret/);
  });

  it('hold no secret, no name and no id of anybody or anything', async () => {
    const { token } = (await dana.post('/enrolment-tokens', { siteId: fleet.shop })).body as { token: string };
    const named: { name: string }[] = await web.database.dataSource.query(
      'SELECT name FROM client UNION SELECT name FROM site UNION SELECT hostname FROM device UNION SELECT name FROM operator UNION SELECT email FROM operator UNION SELECT name FROM provider_instance',
    );
    expect(named.length).toBeGreaterThan(5);
    const kept = [token, DANA.password, dana.cookieHeader.split('=')[1]!, ...named.map(({ name }) => name)];
    for (const text of [await read(ofWeb), await read(ofCore)]) {
      expect(kept.filter((secret) => text.includes(secret))).toEqual([]);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|postgres(ql)?:\/\//);
    }
  });

  it('answer nothing but a reading, and only to who means this machine', async () => {
    for (const listener of [ofWeb, ofCore]) {
      for (const path of ['/', '/metrics/', '/metrics?x=1', '/debug', '/api/v1/devices', '//metrics']) expect([path, (await listener.send('GET', path)).status]).toEqual([path, 404]);
      for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) expect([method, (await listener.send(method, '/metrics')).status]).toEqual([method, 405]);
      for (const host of ['rebound.example', 'rebound.example:9464', '127.0.0.1.rebound.example']) expect([host, (await listener.send('GET', '/metrics', { host })).text]).toEqual([host, '']);
    }
  });

  it('are on loopback alone, and not at the door of the console', async () => {
    const outside = Object.values(networkInterfaces()).flat().find((each) => each?.family === 'IPv4' && !each.internal)?.address;
    for (const url of [web.metricsUrl!, core.metricsUrl!]) {
      expect(new URL(url).hostname).toBe('127.0.0.1');
      if (outside) await expect(new RawHttp(url.replace('127.0.0.1', outside)).send('GET', '/metrics')).rejects.toThrow(/ECONNREFUSED/);
    }
    expect((await new RawHttp(web.url).send('GET', '/metrics')).text).not.toContain('# HELP');
  });

  it('are told by nobody unless somebody asked for a port', async () => {
    const quiet = await startWebForTest();
    expect(quiet.metricsUrl).toBeNull();
    await quiet.close();
  });

  it('say that the database is away instead of old numbers', async () => {
    const lone = await startWebForTest({ metricsPort: 0 });
    const listener = new RawHttp(lone.metricsUrl!);
    expect(valueOf(await read(listener), 'latchkey_database_up')).toBe(1);
    await lone.database.dataSource.query('ALTER TABLE dirty_site RENAME TO dirty_site_away');
    const text = await read(listener);
    expect(valueOf(text, 'latchkey_database_up')).toBe(0);
    expect(text).not.toContain('latchkey_devices_enrolled');
    expect(text).toContain('process_resident_memory_bytes');
    listener.close();
    await lone.close();
  });

  it('cost as much for many who ask at once as for one', async () => {
    let readings = 0;
    const listener = await listenForMetrics(async () => {
      readings++;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return measureCore().read();
    }, 0);
    const crowd = new RawHttp(listener.url);
    const answers = await Promise.all(Array.from({ length: 20 }, () => crowd.send('GET', '/metrics')));
    expect(answers.every(({ status, text }) => status === 200 && text === answers[0]!.text)).toBe(true);
    expect(readings).toBe(1);
    crowd.close();
    await listener.close();
  });
});
