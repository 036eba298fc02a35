import type { Operator } from '../../src/accounts/index.js';
import { OffboardClient } from '../../src/console-api/offboarding/offboard-client.js';
import { GiveUpRemoval } from '../../src/console-api/devices/give-up-removal.js';
import { removalsOfClient } from '../../src/deployment-status/index.js';
import { randomIds } from '../../src/platform/ids.js';
import { WakeUps } from '../../src/platform/wake-ups/wake-ups.js';
import { DatabaseVerdicts } from '../../src/remote-access/launches/database-verdicts.js';
import { ReconciledFleet } from '../support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const SAL = {
  id: '01890000-0000-7000-8000-0000000000a1', name: 'Sal Moreau', email: 'sal@northwind.example', role: 'super-admin', allowRemoteControl: false,
  scope: { all: true, clientIds: [], siteIds: [] }, disabled: false, sessionId: '01890000-0000-7000-8000-0000000000a2', stage: 'complete', provenBy: null,
} satisfies Operator;

interface Way {
  readonly way: string;
  readonly retire: (world: ReconciledFleet, deviceId: string) => Promise<unknown>;
  /** What it is called once it is proven gone. */
  readonly ends?: string;
}
const WAYS: readonly Way[] = [
  { way: 'its package is taken from the site', retire: ({ fleet }) => fleet.unassign() },
  { way: 'the policy is disabled', retire: (world) => world.sql('UPDATE policy SET enabled = false') },
  { way: 'the policy switches remote access off', retire: (world) => world.sql(`UPDATE policy SET settings = settings || '{"enabled": false}'`) },
  { way: 'it is moved to a site without a package', retire: (world, deviceId) => moveToAnnex(world, deviceId) },
  { way: 'it is deleted', retire: (world, deviceId) => world.sql('UPDATE device SET retired_at = now() WHERE id = $1', deviceId) },
  {
    way: 'it is excluded',
    ends: 'EXCLUDED',
    retire: (world, deviceId) =>
      world.sql(`INSERT INTO exclusion (id, kind, device_id, reason, author_name) VALUES ($1, 'exclude', $2, 'rented out', 'Dana')`, randomIds.uuid(), deviceId),
  },
  {
    way: 'its client is offboarded',
    retire: (world) => new OffboardClient(world.unit, randomIds).run(SAL, world.fleet.clientId, { reason: 'contract ended', confirm: 'Riverside Dental' }),
  },
];

async function moveToAnnex(world: ReconciledFleet, deviceId: string): Promise<void> {
  const annex = randomIds.uuid();
  await world.sql(`INSERT INTO site (id, client_id, name, time_zone) VALUES ($1, $2, 'Annex', 'UTC')`, annex, world.fleet.clientId);
  await world.sql('UPDATE device SET site_id = $1 WHERE id = $2', annex, deviceId);
}

describe('a device that is retired', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let desk: string;

  beforeEach(async () => void (database = await openTestDatabase()));
  afterEach(() => database.close());

  async function readyDesk(settings: Record<string, unknown> = {}): Promise<void> {
    world = await ReconciledFleet.of(database, 1, { enabled: true, ...settings });
    desk = world.fleet.deviceIds[0]!;
    await world.everythingReady();
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: null });
  }

  const proofs = () => world.one<{ n: number }>('SELECT count(*)::int AS n FROM removal_proof').then(({ n }) => n);
  const standing = async () => (await removalsOfClient(database.dataSource.manager, world.fleet.clientId))[0]!;
  const giveUp = (reason = 'stolen in Leeds') => new GiveUpRemoval(world.unit).run(SAL, desk, reason);

  describe.each(WAYS)('because $way', ({ retire, ends = 'REMOVED' }) => {
    it('leaves a tombstone for as long as it stays away, and is proven gone from device and provider when it returns months later', async () => {
      await readyDesk();
      await world.switchOff(desk);
      await retire(world, desk);
      await world.settle();
      expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVAL_WAITING', code: 'RA-RMV-01' });
      await world.pass(200);
      await world.readProvider();
      expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVAL_WAITING', code: 'RA-RMV-01' });
      expect(world.provider.removed).toEqual([]);
      await world.switchOn(desk);
      await world.removeAtDevice(desk);
      expect(world.provider.removed).toEqual([`remote of ${desk}`]);
      expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVING', code: null });
      expect(await proofs()).toBe(0);
      await world.readProvider();
      expect(await world.statusOf(desk)).toEqual({ phase: ends, code: null });
      expect(await world.one('SELECT secret_hash FROM deployment')).toEqual({ secret_hash: null });
      expect((await standing()).state).toBe('proven');
    });

    it('is not called removed while the provider cannot be read', async () => {
      await readyDesk();
      await retire(world, desk);
      await world.settle();
      await world.removeAtDevice(desk);
      await world.sql(`UPDATE provider_instance SET health = 'unreachable'`);
      await world.sql('UPDATE deployment SET due_at = now()');
      await world.settle();
      expect(await proofs()).toBe(0);
      expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVING', code: null });
    });
  });

  it('keeps as proof when, by which order and with what seen gone', async () => {
    await readyDesk();
    await world.fleet.unassign();
    await world.settle();
    const order = await world.orderOf(desk);
    await world.removeAtDevice(desk);
    await world.readProvider();
    const { evidence } = await standing();
    expect(evidence.map(({ what, source }) => ({ what, source }))).toEqual([
      { what: 'last-contact', source: 'Endpoint agent of front desk 1' },
      { what: 'removal-ordered', source: 'Latchkey' },
      { what: 'removed-at-device', source: 'Endpoint agent of front desk 1' },
      { what: 'absent-at-provider', source: 'Embedded engine' },
    ]);
    expect(evidence[2]!.detail).toBe(`found gone: process, folder; instruction ${order!.id}`);
    expect(evidence[3]!.at > evidence[2]!.at).toBe(true);
  });

  it('is not proven by a device that says done and does not say that nothing is left', async () => {
    await readyDesk();
    await world.fleet.unassign();
    await world.settle();
    await world.report(desk, 'remove-remote-agent', { evidence: { provider: 'mesh-central', installed: true, running: false } });
    await world.readProvider();
    expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVAL_FAILED', code: 'RA-RMV-03' });
    expect(world.provider.removed).toEqual([]);
  });

  it('proves nothing anew when it was never touched', async () => {
    world = await ReconciledFleet.of(database, 1);
    desk = world.fleet.deviceIds[0]!;
    await world.fleet.setLink(desk, false);
    await world.fleet.assign();
    await world.settle();
    await world.fleet.unassign();
    await world.settle();
    expect(await world.orderOf(desk)).toBeNull();
    expect(await standing()).toMatchObject({ state: 'proven', says: 'Nothing was ever installed here.' });
  });

  it('has its grace, in which an assignment cancels the removal and after which it runs', async () => {
    await readyDesk({ 'removal.graceHours': 48 });
    await world.fleet.unassign();
    await world.settle();
    expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVAL_SCHEDULED', code: null });
    expect(await world.orderOf(desk)).toBeNull();
    await world.fleet.assign();
    await world.settle();
    await world.report(desk, 'apply-settings', { evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, proofNumber: 1 } });
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: null });
    await world.fleet.unassign();
    await world.settle();
    await world.pass(3);
    expect((await world.orderOf(desk))?.kind).toBe('remove-remote-agent');
  });

  it('has no grace left once it is deleted', async () => {
    await readyDesk({ 'removal.graceHours': 48 });
    await world.fleet.unassign();
    await world.settle();
    await world.sql('UPDATE device SET retired_at = now() WHERE id = $1', desk);
    await world.settle();
    expect((await world.orderOf(desk))?.kind).toBe('remove-remote-agent');
  });

  it('keeps what the policy lets it keep, until it is deleted', async () => {
    await readyDesk({ 'removal.onUnassign': 'keep' });
    await world.fleet.unassign();
    await world.settle();
    expect(await world.statusOf(desk)).toEqual({ phase: 'NOT_TARGETED', code: null });
    expect(await world.orderOf(desk)).toBeNull();
    expect(world.provider.removed).toEqual([]);
    await world.sql('UPDATE device SET retired_at = now() WHERE id = $1', desk);
    await world.settle();
    await world.removeAtDevice(desk);
    await world.readProvider();
    expect((await standing()).state).toBe('proven');
  });

  describe('and for which nobody waits any more', () => {
    const allowed = async (secretHash: Buffer) => {
      const verdicts = new DatabaseVerdicts(world.unit, new WakeUps(database.ownerUrl), () => undefined);
      return (await verdicts.agentSecret(secretHash.toString('hex'))) !== null;
    };
    const secretHash = () => world.one<{ secret_hash: Buffer }>('SELECT secret_hash FROM deployment').then((row) => row.secret_hash);

    beforeEach(async () => {
      await readyDesk();
      await world.switchOff(desk);
      await world.sql('UPDATE device SET retired_at = now() WHERE id = $1', desk);
      await world.settle();
    });

    it('can connect no more, loses its record at the provider, and is a residual risk instead of a proof', async () => {
      const secret = await secretHash();
      expect(await allowed(secret)).toBe(true);
      await giveUp();
      expect(await allowed(secret)).toBe(false);
      await world.settle();
      expect(world.provider.removed).toEqual([`remote of ${desk}`]);
      await world.readProvider();
      expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVAL_FAILED', code: 'RA-RMV-06' });
      expect(await proofs()).toBe(0);
      const { state, code, evidence } = await standing();
      expect({ state, code }).toEqual({ state: 'unproven', code: 'RA-RMV-06' });
      expect(evidence.map(({ what }) => what)).toEqual(['last-contact', 'removal-ordered', 'given-up', 'secret-blocked', 'absent-at-provider']);
      expect(evidence[2]).toMatchObject({ source: 'Sal Moreau', detail: 'stolen in Leeds' });
      expect(await world.one(`SELECT actor_name, device_id FROM audit_entry WHERE action = 'device.give-up-removal'`)).toEqual({ actor_name: 'Sal Moreau', device_id: desk });
    });

    it('is proven after all when it comes back', async () => {
      await giveUp();
      await world.settle();
      await world.pass(300);
      await world.switchOn(desk);
      await world.removeAtDevice(desk);
      await world.readProvider();
      expect((await standing()).state).toBe('proven');
    });

    it('begins anew when it is wanted again', async () => {
      const secret = await secretHash();
      await giveUp();
      await world.sql('UPDATE device SET retired_at = NULL WHERE id = $1', desk);
      await world.settle();
      await world.switchOn(desk);
      expect((await world.orderOf(desk))?.kind).not.toBe('remove-remote-agent');
      expect(await allowed(secret)).toBe(true);
    });

    it('is given up once', async () => {
      await giveUp();
      await expect(giveUp()).rejects.toMatchObject({ code: 'API-CONFLICT-03' });
    });

    it('is not given up while it is connected', async () => {
      await world.switchOn(desk);
      await expect(giveUp()).rejects.toMatchObject({ code: 'API-CONFLICT-03' });
      expect(await world.one('SELECT count(*)::int AS n FROM removal_given_up')).toEqual({ n: 0 });
    });
  });

  it('cannot be given up while it is wanted', async () => {
    await readyDesk();
    await world.switchOff(desk);
    await expect(giveUp()).rejects.toMatchObject({ code: 'API-CONFLICT-03' });
  });
});
