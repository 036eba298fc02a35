import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import { certifyOffboardings } from '../../src/reconciler/certify-offboardings.js';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { rawKey } from '../support/published-server-keys.js';
import { ReconciledFleet } from '../support/reconciled-fleet.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const VERIFIER = join(__dirname, '..', '..', 'scripts', 'verify-certificate.mjs');

/** Alters every byte of the file in several ways and counts the alterations that the verifier does not notice. */
const ALTERING = `
  const { readFileSync } = await import('node:fs');
  const { verifyCertificate } = await import(process.argv[1]);
  const genuine = readFileSync(process.argv[2]);
  const unnoticed = [];
  let tried = 0;
  const attempt = (what, bytes) => {
    tried++;
    try {
      verifyCertificate(bytes, process.argv[3]);
      unnoticed.push(what);
    } catch {}
  };
  for (let at = 0; at < genuine.length; at++) {
    for (const bit of [1, 2, 4, 32]) {
      const bytes = Buffer.from(genuine);
      bytes[at] ^= bit;
      attempt('bit ' + bit + ' of byte ' + at, bytes);
    }
    attempt('without byte ' + at, Buffer.concat([genuine.subarray(0, at), genuine.subarray(at + 1)]));
    attempt('a blank before byte ' + at, Buffer.concat([genuine.subarray(0, at), Buffer.from(' '), genuine.subarray(at)]));
  }
  attempt('a line end', Buffer.concat([genuine, Buffer.from('\\n')]));
  verifyCertificate(genuine, process.argv[3]);
  console.log(JSON.stringify({ tried, unnoticed }));
`;

describe('the certificate of an offboarding', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let world: ReconciledFleet;
  let coreWakeUps: WakeUps;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-certificate-'));
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    world = await ReconciledFleet.of(web.database, 3);
    coreWakeUps = new WakeUps(web.database.coreUrl);
    await coreWakeUps.start();
    coreWakeUps.on('act', () => void certifyOffboardings(world.unit, world.certificates));
    await world.everythingReady();
    const [, , drawer] = world.fleet.deviceIds as [string, string, string];
    await world.switchOff(drawer);
    await offboard();
    await world.settle();
  }, 60_000);
  afterAll(async () => {
    await coreWakeUps.close();
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const offboard = () => dana.post(`/clients/${world.fleet.clientId}/offboard`, { reason: 'contract ended', confirm: 'Riverside Dental' });
  const offboarding = async () => (await dana.get(`/clients/${world.fleet.clientId}/offboarding`)).body;
  /** The very bytes, as `curl -o` would save them. */
  async function saved(name: string): Promise<string> {
    const response = await dana.raw(`/clients/${world.fleet.clientId}/offboarding/certificate`, { headers: { cookie: dana.cookieHeader } });
    expect(response.status).toBe(200);
    const file = join(folder, name);
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    return file;
  }
  function verified(file: string, rootKey: string): { genuine: boolean; words: string } {
    try {
      return { genuine: true, words: execFileSync(process.execPath, [VERIFIER, file, rootKey], { encoding: 'utf8' }) };
    } catch (error) {
      return { genuine: false, words: String((error as { stderr: unknown }).stderr) };
    }
  }

  it('is an interim statement, and says so, while a device is waited for', async () => {
    const { rootKey } = await offboarding();
    const { words } = verified(await saved('interim.json'), rootKey);
    expect(words).toContain('Genuine. Interim statement for Riverside Dental');
    expect(words).toContain('INTERIM STATEMENT, NOT A CERTIFICATE OF COMPLETION: the removal from 3 device(s)');
    expect(words).toContain('3 devices: 0 proven, 3 waiting, 0 unproven.');
  });

  it('is final when nothing waits any more, and names what is proven and what never will be', async () => {
    const [first, second, drawer] = world.fleet.deviceIds as [string, string, string];
    await world.removeAtDevice(first);
    await world.removeAtDevice(second);
    await world.readProvider();
    expect((await offboarding()).counts).toEqual({ devices: 3, proven: 2, waiting: 1, unproven: 0 });
    expect((await dana.post(`/devices/${drawer}/give-up-removal`, { reason: 'stolen in Leeds' })).status).toBe(204);
    await world.settle();
    await world.readProvider();
    const { rootKey, state } = await offboarding();
    expect(state).toBe('complete');
    const file = await saved('final.json');
    const { words } = verified(file, rootKey);
    expect(words).toContain('Genuine. Certificate for Riverside Dental');
    expect(words).toContain('The removal from 1 device(s) is NOT PROVEN: they remain a residual risk.');
    const { body } = await dana.get(`/clients/${world.fleet.clientId}/offboarding/certificate`);
    expect(body).toMatchObject({ kind: 'final', client: { name: 'Riverside Dental' }, offboarding: { requestedBy: 'Dana Okafor', reason: 'contract ended' } });
    expect(body.devices.map((each: { state: string; code: string | null }) => [each.state, each.code])).toEqual([
      ['proven', null], ['proven', null], ['unproven', 'RA-RMV-06'],
    ]);
  });

  it('is refused with any byte altered, left out or added, by who has nothing but the file and the root key', async () => {
    const { rootKey } = await offboarding();
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', ALTERING, '--', `file://${VERIFIER}`, await saved('genuine.json'), rootKey], { encoding: 'utf8' });
    const { tried, unnoticed } = JSON.parse(told) as { tried: number; unnoticed: string[] };
    expect(tried).toBeGreaterThan(10_000);
    expect(unnoticed).toEqual([]);
  });

  it('is refused under the root key of another installation', async () => {
    const other = rawKey(generateKeyPairSync('ed25519').publicKey);
    expect(verified(await saved('foreign.json'), other)).toMatchObject({ genuine: false, words: expect.stringContaining('did not endorse') as string });
  });

  it('is not signed by a key that agents would obey', async () => {
    const { body } = await dana.get(`/clients/${world.fleet.clientId}/offboarding/certificate`);
    const keys = await web.database.dataSource.query<{ purpose: string }[]>('SELECT purpose FROM server_key WHERE id = $1', [body.key.id]);
    expect(keys).toEqual([]);
  });

  it('is asked for on the record', async () => {
    const [entry] = await web.database.dataSource.query<{ actor_name: string }[]>(`SELECT actor_name FROM audit_entry WHERE action = 'client.certify-offboarding' LIMIT 1`);
    expect(entry).toEqual({ actor_name: 'Dana Okafor' });
  });
});
