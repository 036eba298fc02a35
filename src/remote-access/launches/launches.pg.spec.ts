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
import { LaunchPermissions } from './launch-permissions.js';
import { type Prove, requestLaunch } from './request-launch.js';
import type { Operator, Origin } from '../../accounts/index.js';
import { SYSTEM } from '../../audit/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { eventually } from '../../../test/support/over-the-wire.js';
import { makeReady } from '../../../test/support/ready-device.js';

/** Where she sits, in a network whose addresses change. */
const HER_DESK: Origin = { ip: '2001:db8:1:2:aaaa::7', userAgent: 'Mozilla/5.0 (her browser)' };

describe('a launch', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let wakeUps: WakeUps;
  let fleet: SmallFleet;
  let provider: ProviderDouble;
  let tess: Operator;
  let core: () => void;

  beforeEach(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    wakeUps = new WakeUps(database.ownerUrl);
    await wakeUps.start();
    provider = new ProviderDouble();
    fleet = await smallFleet(database.dataSource, 1);
    await fleet.assign();
    await makeReady(database.dataSource, fleet);
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

  async function technician(name = 'Tess', role: 'technician' | 'manager' = 'technician'): Promise<Operator> {
    const [id, sessionId, email] = [randomIds.uuid(), randomIds.uuid(), `${name.toLowerCase()}@example.test`];
    await sql(`INSERT INTO operator (id, email, name, role, allow_remote_control, scope_all) VALUES ($1, $2, $3, $4, true, true)`, id, email, name, role);
    await sql(`INSERT INTO operator_session (id, operator_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`, sessionId, id, randomIds.secret(32));
    return { id, sessionId, name, email, role, allowRemoteControl: true, disabled: false, scope: { all: true, clientIds: [], siteIds: [] }, stage: 'complete', provenBy: null };
  }

  /** What core does with a minting act. */
  async function mint(actId: string): Promise<void> {
    const [act] = await sql(`SELECT launch_id FROM provider_act WHERE id = $1 AND kind = 'mint-launch'`, actId);
    if (!act) return;
    const settle = (state: string, code: string | null) => sql(`UPDATE provider_act SET state = $2, error_code = $3, done_at = now() WHERE id = $1`, actId, state, code);
    await mintLaunch(unit, provider, String(act['launch_id'])).then(() => settle('done', null), (error: { code?: string }) => settle('failed', error.code ?? 'API-BUG-01'));
  }

  const asks = (who: Operator, reason: string | null, from = HER_DESK, prove: Prove = async () => undefined) =>
    requestLaunch(unit, who, from, { deviceId: desk(), mode: 'terminal', reason }, prove);
  const redeems = async (who: Operator, one: string, from = HER_DESK) => (await redeemLaunch(unit, wakeUps, who, from, one)).entry!;
  const ticket = async () => (await asks(tess, 'printer is stuck')).ticket;
  const refusal = async (work: Promise<unknown>) => work.then(() => 'none', (error: { code?: string }) => error.code);

  it('lasts no longer than its instance allows, whatever the policy says', async () => {
    await redeems(tess, await ticket());
    await sql(`UPDATE launch SET state = 'ended'`);
    await sql('UPDATE provider_instance SET longest_launch_minutes = 7');
    await redeems(tess, await ticket());
    const [before, after] = provider.minted;
    expect(before!.expiresInMinutes).toBeGreaterThan(7);
    expect(after!.expiresInMinutes).toBe(7);
  });

  it('is not minted once launches are paused, however its ticket was got', async () => {
    const held = await ticket();
    await sql(`UPDATE provider_instance SET paused_reason = 'moving house'`);
    expect(await refusal(redeems(tess, held))).toBe('RA-INS-02');
    expect(provider.minted).toEqual([]);
  });

  it('becomes one page for one browser, with its reason in the audit log', async () => {
    const entry = await redeems(tess, await ticket());
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    const browser = 'b'.repeat(64);
    expect(await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), browser, HER_DESK.userAgent)).toMatchObject({ path: '/share/1' });
    expect(await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), 'c'.repeat(64), HER_DESK.userAgent)).toBeNull();
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
    await redeems(tess, await ticket());
    await sql(`UPDATE policy SET settings = settings || '{"session.maxMinutes": 45}'`);
    await redeems(tess, await ticket());
    expect(provider.minted.map(({ expiresInMinutes }) => expiresInMinutes)).toEqual([480, 45]);
  });

  it('R31 lets exactly one of 100 parallel redeemers through', async () => {
    const one = await ticket();
    const codes = await Promise.all(Array.from({ length: 100 }, () => refusal(redeems(tess, one))));
    expect(codes.filter((code) => code === 'none')).toHaveLength(1);
    expect(new Set(codes.filter((code) => code !== 'none'))).toEqual(new Set(['RA-LCH-10']));
    expect(provider.minted).toHaveLength(1);
  });

  it('R31 is a ticket of 192 bits that lives a minute and is kept as its hash, like what follows it', async () => {
    const { ticket: one, expiresAt } = await asks(tess, null);
    expect(one).toMatch(/^[\w-]{32}$/);
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    const entry = await redeems(tess, one);
    expect(entry).toMatch(/^[\w-]{32}$/);
    const kept = JSON.stringify(await sql(`SELECT l.*, encode(ticket_hash, 'hex') AS ticket, encode(entry_hash, 'hex') AS entry FROM launch l`)) + JSON.stringify(await sql('SELECT * FROM audit_entry')) + JSON.stringify(await sql('SELECT * FROM provider_act'));
    for (const secret of [one, entry]) expect(kept).not.toContain(secret);
    expect(kept).toContain(hashOfSecret(one).toString('hex'));
  });

  it('R31 is for one operator: nobody else redeems it, and trying does not spend it', async () => {
    const one = await ticket();
    expect(await refusal(redeems({ ...tess, id: randomIds.uuid() }, one))).toBe('RA-LCH-10');
    expect(await refusal(redeems(tess, one))).toBe('none');
  });

  it('R31 is refused to another session, and after its minute', async () => {
    expect(await refusal(redeems({ ...tess, sessionId: randomIds.uuid() }, await ticket()))).toBe('RA-LCH-10');
    const late = await ticket();
    await sql(`UPDATE launch SET ticket_expires_at = now() - interval '1 second'`);
    expect(await refusal(redeems(tess, late))).toBe('RA-LCH-10');
  });

  it.each([
    ['another browser', { ...HER_DESK, userAgent: 'curl/8' }],
    ['a browser that says nothing of itself', { ...HER_DESK, userAgent: null }],
    ['another network', { ...HER_DESK, ip: '2001:db8:1:3:aaaa::7' }],
    ['another kind of address', { ...HER_DESK, ip: '192.0.2.7' }],
  ])('R31 is refused to %s, which the audit log keeps, and is not spent by it', async (_who, elsewhere) => {
    const one = await ticket();
    expect(await refusal(redeems(tess, one, elsewhere))).toBe('RA-LCH-12');
    expect(await sql(`SELECT changes -> 'code' ->> 1 AS code FROM audit_entry WHERE action = 'launch.refuse'`)).toEqual([{ code: 'RA-LCH-12' }]);
    expect(provider.minted).toEqual([]);
    expect(await refusal(redeems(tess, one))).toBe('none');
  });

  it('R31 follows an address that changes within its network, as private ones do by themselves', async () => {
    expect(await refusal(redeems(tess, await ticket(), { ...HER_DESK, ip: '2001:db8:1:2:bbbb::1' }))).toBe('none');
  });

  it('R31 says nothing of a ticket to whom it was not made for, wherever he is', async () => {
    const one = await ticket();
    expect(await refusal(redeems(await technician('Theo'), one, { ...HER_DESK, userAgent: 'curl/8' }))).toBe('RA-LCH-10');
    expect(await sql(`SELECT 1 FROM audit_entry WHERE action = 'launch.refuse'`)).toEqual([]);
  });

  it("R31 is carried to the engine's own origin by the same browser, from whatever network it reaches that", async () => {
    const entry = hashOfSecret(await redeems(tess, await ticket())).toString('hex');
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    for (const other of ['curl/8', null]) expect(await verdicts.enterLaunch(entry, 'd'.repeat(64), other)).toBeNull();
    expect(await verdicts.enterLaunch(entry, 'b'.repeat(64), HER_DESK.userAgent)).not.toBeNull();
  });

  describe('into a sensitive site', () => {
    const unproven: Prove = async () => {
      throw new DomainError('API-AUTH-03', 'Prove once more that it is you.', { extra: { stepUp: { act: 'mark', methods: ['passkey'] } } });
    };
    beforeEach(() => sql('UPDATE site SET sensitive = true'));

    it('wants a fresh proof, says how to give it, and leaves no ticket without', async () => {
      const error = await asks(tess, 'printer', HER_DESK, unproven).catch((thrown: unknown) => thrown as DomainError);
      expect(error).toMatchObject({ code: 'RA-LCH-13', facts: { extra: { stepUp: { act: 'mark', methods: ['passkey'] }, fixUrl: '/account' } } });
      expect(await sql('SELECT 1 FROM launch')).toEqual([]);
      expect(await refusal(asks(tess, 'printer'))).toBe('none');
    });

    it('says first what else is wrong', async () => {
      expect(await refusal(asks({ ...tess, allowRemoteControl: false }, null, HER_DESK, unproven))).toBe('RA-LCH-02');
    });

    it('is not minted by core for a ticket that was given without the proof, as one from before the site became sensitive', async () => {
      await sql('UPDATE site SET sensitive = false');
      const early = await ticket();
      await sql('UPDATE site SET sensitive = true');
      expect(await refusal(redeems(tess, early))).toBe('RA-LCH-13');
      expect(provider.minted).toEqual([]);
      expect(await refusal(redeems(tess, await ticket()))).toBe('none');
    });
  });

  it('passes the gate a second time in core: a flag that was taken away since counts', async () => {
    const granted = await ticket();
    await sql('UPDATE operator SET allow_remote_control = false');
    expect(await refusal(redeems(tess, granted))).toBe('RA-LCH-02');
    expect(provider.minted).toEqual([]);
    expect(await sql('SELECT state, refusal_code FROM launch')).toEqual([{ state: 'refused', refusal_code: 'RA-LCH-02' }]);
  });

  it('keeps every refusal in the audit log', async () => {
    expect(await refusal(asks({ ...tess, allowRemoteControl: false }, null))).toBe('RA-LCH-02');
    expect(await sql(`SELECT changes -> 'code' ->> 1 AS code FROM audit_entry WHERE action = 'launch.refuse'`)).toEqual([{ code: 'RA-LCH-02' }]);
  });

  it('hides a device out of scope as if it did not exist', async () => {
    const elsewhere = { ...tess, scope: { all: false, clientIds: [], siteIds: [] } };
    expect(await refusal(asks(elsewhere, null))).toBe('API-NOTFOUND-01');
  });

  it('is over for its browser the moment it is ended, and its page is removed at the provider', async () => {
    const entry = await redeems(tess, await ticket());
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    const browser = 'b'.repeat(64);
    const { launchId } = (await verdicts.enterLaunch(hashOfSecret(entry).toString('hex'), browser, HER_DESK.userAgent))!;
    expect(await unit.run((tx) => endLaunch(tx, launchId, 'revoked', SYSTEM))).toBe(true);
    expect(await unit.run((tx) => endLaunch(tx, launchId, 'revoked', SYSTEM))).toBe(false);
    expect(await verdicts.launchOfBrowser(browser)).toMatchObject({ live: false });
    expect(await sql(`SELECT kind FROM provider_act WHERE kind = 'revoke-launch'`)).toEqual([{ kind: 'revoke-launch' }]);
  });

  it('ends with its reason and how long it lasted in the audit log', async () => {
    await opens(tess);
    await sql(`UPDATE launch SET opened_at = now() - interval '5 minutes'`);
    const [{ id }] = (await sql('SELECT id FROM launch')) as [{ id: string }];
    await unit.run((tx) => endLaunch(tx, id, 'closed', SYSTEM));
    expect(await sql(`SELECT changes FROM audit_entry WHERE action = 'launch.end'`)).toEqual([{ changes: { reason: [null, 'closed'], seconds: [null, 300] } }]);
    expect(await sql(`SELECT state, end_reason, extract(epoch FROM ended_at - opened_at)::int AS seconds FROM launch`)).toEqual([{ state: 'ended', end_reason: 'closed', seconds: 300 }]);
  });

  it.each(['idle', 'expired', 'revoked'] as const)('ends when the listener cuts it: %s; a browser that only left may come back', async (why) => {
    await opens(tess);
    const [{ id }] = (await sql('SELECT id FROM launch')) as [{ id: string }];
    const verdicts = new DatabaseVerdicts(unit, wakeUps, () => undefined);
    verdicts.launchActivity(id, { kind: 'opened' });
    verdicts.launchActivity(id, { kind: 'bytes', fromBrowser: 3, toBrowser: 500, active: true });
    const counted = async () => (await sql('SELECT bytes_in::int, bytes_out::int, opened_at IS NOT NULL AS opened, state FROM launch'))[0];
    await eventually('the bytes are counted', async () => Number((await counted())?.['bytes_out']) === 500);
    expect(await counted()).toEqual({ bytes_in: 3, bytes_out: 500, opened: true, state: 'active' });
    verdicts.launchActivity(id, { kind: 'closed', why: 'gone' });
    verdicts.launchActivity(id, { kind: 'closed', why });
    await eventually('it has ended', async () => (await counted())?.['state'] === 'ended');
    expect(await sql('SELECT end_reason FROM launch')).toEqual([{ end_reason: why }]);
  });

  it.each([
    ['its time is over', `share_expires_at = now() - interval '1 second'`, 'expired'],
    ['nobody has come back for a minute', `last_active_at = now() - interval '61 seconds'`, 'left'],
  ])('ends by itself when %s', async (_when, change, reason) => {
    await opens(tess);
    await endLapsedLaunches(unit);
    expect(await sql('SELECT state FROM launch')).toEqual([{ state: 'active' }]);
    await sql(`UPDATE launch SET ${change}`);
    await endLapsedLaunches(unit);
    expect(await sql('SELECT state, end_reason FROM launch')).toEqual([{ state: 'ended', end_reason: reason }]);
  });

  it('ends by itself when its operator loses the session', async () => {
    await redeems(tess, await ticket());
    await sql('UPDATE operator_session SET revoked_at = now()');
    await endLapsedLaunches(unit);
    expect(await sql('SELECT state, end_reason FROM launch')).toEqual([{ state: 'ended', end_reason: 'revoked' }]);
  });

  const policy = (settings: object) => sql(`UPDATE policy SET settings = settings || $1`, JSON.stringify(settings));
  /** The whole way of one technician into the device; the code of the refusal where there is one. */
  const opens = async (who: Operator, reason: string | null = null) =>
    refusal(asks(who, reason).then(async ({ ticket: one }) => enter(await redeems(who, one))));
  let browsers = 0;
  const enter = (entry: string) => new DatabaseVerdicts(unit, wakeUps, () => undefined).enterLaunch(hashOfSecret(entry).toString('hex'), (++browsers).toString(16).padStart(64, '0'), HER_DESK.userAgent);

  it('takes the reason that its policy wants, in the form it wants', async () => {
    await policy({ 'session.joinReason': 'required', 'session.joinReasonPattern': 'INC-\\d{4}' });
    expect(await opens(tess)).toBe('RA-LCH-08');
    expect(await opens(tess, 'printer')).toBe('RA-LCH-08');
    expect(await opens(tess, 'INC-0042')).toBe('none');
  });

  it('is opened within the hours of its site only', async () => {
    const [{ day }] = (await sql(`SELECT extract(isodow FROM now() AT TIME ZONE 'Europe/Berlin')::int AS day`)) as [{ day: number }];
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    await policy({ 'session.allowedHours': `${days[day % 7]} 00:00-24:00` });
    expect(await opens(tess)).toBe('RA-LCH-09');
    await policy({ 'session.allowedHours': `${days[day - 1]} 00:00-24:00` });
    expect(await opens(tess)).toBe('none');
  });

  it('ends when its technician does nothing for as long as the policy lets him', async () => {
    await policy({ 'session.idleMinutes': 7 });
    await opens(tess);
    expect(await new DatabaseVerdicts(unit, wakeUps, () => undefined).launchOfBrowser(browsers.toString(16).padStart(64, '0'))).toMatchObject({ live: true, idleMinutes: 7 });
  });

  it('waits for a second person where the policy wants one, who is nobody but somebody else', async () => {
    await policy({ 'session.approval': 'second-person' });
    const permissions = new LaunchPermissions(unit);
    expect(await opens(tess)).toBe('RA-LCH-09');
    const asked = await permissions.ask(tess, desk(), 'terminal', 'printer');
    expect(asked).toMatchObject({ kind: 'second-person', state: 'waiting', isMine: true, mayDecide: false });
    expect(await permissions.ask(tess, desk(), 'terminal', 'printer')).toMatchObject({ id: asked.id });
    expect(await refusal(permissions.decide(tess, asked.id, 'grant'))).toBe('API-RIGHT-01');
    const theo = await technician('Theo');
    const elsewhere = { ...(await technician('Otto')), scope: { all: false, clientIds: [], siteIds: [] } };
    expect(await refusal(permissions.decide(elsewhere, asked.id, 'grant'))).toBe('API-NOTFOUND-01');
    expect((await permissions.list(theo)).map(({ id }) => id)).toEqual([asked.id]);
    expect(await permissions.decide(theo, asked.id, 'grant')).toMatchObject({ state: 'granted', decidedByName: 'Theo' });
    expect(await refusal(permissions.decide(theo, asked.id, 'refuse'))).toBe('API-CONFLICT-03');
    expect(await opens(tess)).toBe('none');
    await sql(`UPDATE launch_permission SET good_until = now() - interval '1 second'`);
    expect(await opens(tess)).toBe('RA-LCH-09');
    expect(await sql(`SELECT action FROM audit_entry WHERE action IN ('launch.ask', 'launch.grant') ORDER BY at`)).toEqual([{ action: 'launch.ask' }, { action: 'launch.ask' }, { action: 'launch.grant' }]);
  });

  it.each([
    ['join', 'none'],
    ['ask', 'RA-LCH-14'],
    ['exclusive', 'RA-LCH-14'],
  ])('lets a second technician in as the policy says: %s', async (concurrency, code) => {
    await policy({ 'session.concurrency': concurrency });
    const theo = await technician('Theo');
    expect(await opens(theo)).toBe('none');
    expect(await opens(tess)).toBe(code);
    expect(await opens(theo)).toBe('none');
  });

  it('lets in whom the technician inside lets in, and asks him alone, or who may end his session', async () => {
    const theo = await technician('Theo');
    await opens(theo);
    const permissions = new LaunchPermissions(unit);
    const asked = await permissions.ask(tess, desk(), 'terminal', 'may I?');
    expect(asked.kind).toBe('company');
    expect(await permissions.list(await technician('Nora'))).toEqual([]);
    expect(await permissions.list(await technician('Mona', 'manager'))).toHaveLength(1);
    await permissions.decide(theo, asked.id, 'grant');
    expect(await opens(tess)).toBe('none');
  });

  it('admits one of two who come to an exclusive device at the same moment, the first', async () => {
    await policy({ 'session.concurrency': 'exclusive' });
    const theo = await technician('Theo');
    const tickets = await Promise.all([tess, theo].map(async (who) => [who, (await asks(who, null)).ticket] as const));
    const codes = await Promise.all(tickets.map(([who, one]) => refusal(redeems(who, one))));
    expect(new Set(codes)).toEqual(new Set(['RA-LCH-14', 'none']));
  });

  it('asked for by an API key is bound to the browser that redeems it, of the same person', async () => {
    const key = { ...tess, sessionId: '' };
    const { ticket: one } = await asks(key, null, { ip: '198.51.100.9', userAgent: 'a program' });
    expect(await refusal(redeems(await technician('Theo'), one))).toBe('RA-LCH-10');
    expect(await refusal(redeems(tess, one))).toBe('none');
    expect(await sql('SELECT session_id, network FROM launch')).toEqual([{ session_id: tess.sessionId, network: '2001:db8:1:2::/64' }]);
  });
});
