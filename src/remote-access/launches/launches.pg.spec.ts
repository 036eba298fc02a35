import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { smallFleet, type SmallFleet } from '../../../test/support/small-fleet.js';
import { ProviderDouble } from '../../../test/fakes/provider-double.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { DatabaseVerdicts } from './database-verdicts.js';
import { endLapsedLaunches, endLaunch } from './end-launch.js';
import { hashOfSecret } from './launch-secret.js';
import { mintLaunch } from './mint-launch.js';
import { redeemLaunch } from './redeem-launch.js';
import { requestLaunch, type LaunchRequester } from './request-launch.js';
import { SYSTEM } from '../../audit/index.js';
import { keepNoSettings } from '../../../test/support/no-settings.js';

describe('a launch', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let wakeUps: WakeUps;
  let fleet: SmallFleet;
  let provider: ProviderDouble;
  let tess: LaunchRequester;
  let core: () => void;

  beforeEach(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    wakeUps = new WakeUps(database.ownerUrl);
    await wakeUps.start();
    provider = new ProviderDouble();
    fleet = await smallFleet(database.dataSource, 1);
    await fleet.assign();
    await makeReady();
    tess = await technician();
    core = wakeUps.on('act', (actId) => void mint(actId));
  });
  afterEach(async () => {
    core();
    await wakeUps.close();
    await database.close();
  });

  const sql = (text: string, ...values: unknown[]) => database.dataSource.query<Record<string, unknown>[]>(text, values);
  const desk = () => fleet.deviceIds[0]!;

  async function makeReady(): Promise<void> {
    const id = randomIds.uuid();
    await keepNoSettings(database.dataSource);
    await sql(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation) VALUES ($1, $2, $3, $4, 'present', 1, 'none', 'none', 'x', 1)`,
      id, desk(), fleet.instanceId, fleet.siteId,
    );
    await sql(`INSERT INTO deployment_evidence (deployment_id, remote_id, verified_remote_id, verified_incarnation, verified_at) VALUES ($1, 'remote-1', 'remote-1', 1, now())`, id);
    await sql(`INSERT INTO deployment_status (deployment_id, device_id, phase, generation) VALUES ($1, $2, 'READY', 1)`, id, desk());
    await sql(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, connected) VALUES ($1, 'remote-1', $2, true)`, fleet.instanceId, desk());
  }

  async function technician(): Promise<LaunchRequester> {
    const [id, sessionId] = [randomIds.uuid(), randomIds.uuid()];
    await sql(`INSERT INTO operator (id, email, name, role, allow_remote_control, scope_all) VALUES ($1, 'tess@example.test', 'Tess', 'technician', true, true)`, id);
    await sql(`INSERT INTO operator_session (id, operator_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`, sessionId, id, randomIds.secret(32));
    return { id, sessionId, name: 'Tess', role: 'technician', allowRemoteControl: true, disabled: false, scope: { all: true, clientIds: [], siteIds: [] } };
  }

  /** What core does with a minting act. */
  async function mint(actId: string): Promise<void> {
    const [act] = await sql(`SELECT launch_id FROM provider_act WHERE id = $1 AND kind = 'mint-launch'`, actId);
    if (!act) return;
    const settle = (state: string, code: string | null) => sql(`UPDATE provider_act SET state = $2, error_code = $3, done_at = now() WHERE id = $1`, actId, state, code);
    await mintLaunch(unit, provider, String(act['launch_id'])).then(() => settle('done', null), (error: { code?: string }) => settle('failed', error.code ?? 'API-BUG-01'));
  }

  const ticket = async () => (await requestLaunch(unit, tess, desk(), 'terminal', 'printer is stuck')).ticket;
  const refusal = async (work: Promise<unknown>) => work.then(() => 'none', (error: { code?: string }) => error.code);

  it('becomes one page for one browser, with its reason in the audit log', async () => {
    const entry = await redeemLaunch(unit, wakeUps, tess, await ticket());
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    const browser = 'b'.repeat(64);
    expect(await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), browser)).toMatchObject({ path: '/share/1' });
    expect(await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), 'c'.repeat(64))).toBeNull();
    expect(await verdicts.launchOfBrowser(browser)).toMatchObject({ live: true, shareId: 'share-1' });
    expect(await verdicts.launchOfBrowser('c'.repeat(64))).toBeNull();
    expect(await sql(`SELECT action, changes ->> 'reason' AS reason FROM audit_entry WHERE action = 'launch.request'`)).toEqual([
      { action: 'launch.request', reason: '[null, "printer is stuck"]' },
    ]);
  });

  it('is of an enabled site where a lock turns remote access on and no package is assigned; without the lock it is not', async () => {
    await sql('DELETE FROM assignment');
    expect(await refusal(ticket())).toBe('RA-LCH-04');
    await sql(`UPDATE policy_locks SET settings = '{"enabled": true}'`);
    expect(await refusal(ticket())).toBe('none');
  });

  it('lasts as long as the policy of the device lets a session last', async () => {
    await redeemLaunch(unit, wakeUps, tess, await ticket());
    await sql(`UPDATE policy SET settings = settings || '{"session.maxMinutes": 45}'`);
    await redeemLaunch(unit, wakeUps, tess, await ticket());
    expect(provider.minted.map(({ expiresInMinutes }) => expiresInMinutes)).toEqual([480, 45]);
  });

  it('R31 lets exactly one of 100 parallel redeemers through', async () => {
    const one = await ticket();
    const codes = await Promise.all(Array.from({ length: 100 }, () => refusal(redeemLaunch(unit, wakeUps, tess, one))));
    expect(codes.filter((code) => code === 'none')).toHaveLength(1);
    expect(new Set(codes.filter((code) => code !== 'none'))).toEqual(new Set(['RA-LCH-10']));
    expect(provider.minted).toHaveLength(1);
  });

  it('R31 is refused to another session, and after its minute', async () => {
    expect(await refusal(redeemLaunch(unit, wakeUps, { ...tess, sessionId: randomIds.uuid() }, await ticket()))).toBe('RA-LCH-10');
    const late = await ticket();
    await sql(`UPDATE launch SET ticket_expires_at = now() - interval '1 second'`);
    expect(await refusal(redeemLaunch(unit, wakeUps, tess, late))).toBe('RA-LCH-10');
  });

  it('passes the gate a second time in core: a flag that was taken away since counts', async () => {
    const granted = await ticket();
    await sql('UPDATE operator SET allow_remote_control = false');
    expect(await refusal(redeemLaunch(unit, wakeUps, tess, granted))).toBe('RA-LCH-02');
    expect(provider.minted).toEqual([]);
    expect(await sql('SELECT state, refusal_code FROM launch')).toEqual([{ state: 'refused', refusal_code: 'RA-LCH-02' }]);
  });

  it('keeps every refusal in the audit log', async () => {
    expect(await refusal(requestLaunch(unit, { ...tess, allowRemoteControl: false }, desk(), 'terminal', null))).toBe('RA-LCH-02');
    expect(await sql(`SELECT changes -> 'code' ->> 1 AS code FROM audit_entry WHERE action = 'launch.refuse'`)).toEqual([{ code: 'RA-LCH-02' }]);
  });

  it('hides a device out of scope as if it did not exist', async () => {
    const elsewhere = { ...tess, scope: { all: false, clientIds: [], siteIds: [] } };
    expect(await refusal(requestLaunch(unit, elsewhere, desk(), 'terminal', null))).toBe('API-NOTFOUND-01');
  });

  it('is over for its browser the moment it is ended, and its page is removed at the provider', async () => {
    const entry = await redeemLaunch(unit, wakeUps, tess, await ticket());
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    const browser = 'b'.repeat(64);
    const { launchId } = (await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), browser))!;
    expect(await unit.run((tx) => endLaunch(tx, launchId, 'revoked', SYSTEM))).toBe(true);
    expect(await unit.run((tx) => endLaunch(tx, launchId, 'revoked', SYSTEM))).toBe(false);
    expect(await verdicts.launchOfBrowser(browser)).toMatchObject({ live: false });
    expect(await sql(`SELECT kind FROM provider_act WHERE kind = 'revoke-launch'`)).toEqual([{ kind: 'revoke-launch' }]);
  });

  it('ends by itself when its operator loses the session', async () => {
    await redeemLaunch(unit, wakeUps, tess, await ticket());
    await sql('UPDATE operator_session SET revoked_at = now()');
    await endLapsedLaunches(unit);
    expect(await sql('SELECT state, end_reason FROM launch')).toEqual([{ state: 'ended', end_reason: 'revoked' }]);
  });
});
