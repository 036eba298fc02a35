import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { randomIds } from '../platform/ids.js';
import { handOver } from './hand-over.js';

describe('a device that moves to another provider', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let other: string;
  let desk: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1);
    [desk] = world.fleet.deviceIds as [string];
    await world.everythingReady();
    other = await instance('simulated');
  });
  afterEach(() => database.close());

  async function instance(kind: string): Promise<string> {
    const id = randomIds.uuid();
    await world.sql(`INSERT INTO provider_instance (id, kind, name, health) VALUES ($1, $2, 'Instance ' || $3, 'reachable')`, id, kind, id);
    return id;
  }
  const place = async (instanceId: string): Promise<void> => {
    await world.sql('UPDATE site SET provider_instance_id = $1', instanceId);
    await world.settle();
  };
  const at = (instanceId: string) =>
    world.one<{ id: string; desired: string; generation: string; moving: boolean; due: boolean }>(
      'SELECT id, desired, generation::text, moving_to IS NOT NULL AS moving, remove_after <= now() AS due FROM deployment WHERE provider_instance_id = $1', instanceId);
  const give = async (): Promise<void> => world.unit.run(async (tx) => handOver(tx, [(await at(other)).id]));

  it('keeps what it has, untouched, while the other is built', async () => {
    const before = await at(world.fleet.instanceId);
    await place(other);
    expect(await at(world.fleet.instanceId)).toEqual({ ...before, moving: true });
    expect(await at(other)).toMatchObject({ desired: 'present', generation: '3' });
    expect((await world.orderOf(desk))?.kind).not.toBe('remove-remote-agent');
  });

  it('gives up the old above every generation it has seen, at once, whatever grace a policy gives', async () => {
    await world.sql(`UPDATE policy SET settings = settings || '{"removal.graceHours": 24, "removal.onUnassign": "keep"}'`);
    await world.settle();
    await place(other);
    await give();
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'absent', generation: '4', moving: false, due: true });
  });

  it('cuts nobody who has it open', async () => {
    await world.openSession(desk);
    await place(other);
    await give();
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'present', moving: true });
    await world.endSessions();
    await give();
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'absent' });
  });

  it.each([
    ['is pinned', `INSERT INTO exclusion (id, kind, device_id, reason, author_name) SELECT gen_random_uuid(), 'pin', id, 'audit', 'Dana' FROM device`],
    ['belongs to a frozen installation', 'UPDATE installation SET frozen = true'],
  ])('stays as it is while it %s', async (_, statement) => {
    await place(other);
    await world.sql(statement);
    await world.sql('INSERT INTO dirty_site (site_id) SELECT id FROM site');
    await world.settle();
    await give();
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'present', moving: true });
  });

  it('that goes back has lost nothing, and no generation has risen for it', async () => {
    await place(other);
    await place(world.fleet.instanceId);
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'present', generation: '1', moving: false });
    expect(await at(other)).toMatchObject({ desired: 'absent' });
    expect(await world.statusOf(desk)).toBeDefined();
  });

  it('keeps serving from where it serves when the destination changes on the way', async () => {
    await place(other);
    const third = await instance('screen-connect');
    await place(third);
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'present', moving: true });
    expect(await at(other)).toMatchObject({ desired: 'absent', moving: false });
    expect(await at(third)).toMatchObject({ desired: 'present' });
  });

  it('is removed everywhere when nothing is wanted on it any more', async () => {
    await place(other);
    await world.fleet.unassign();
    await world.settle();
    expect([(await at(world.fleet.instanceId)).desired, (await at(other)).desired]).toEqual(['absent', 'absent']);
  });

  it('between two instances of one product gets the new one only after the old one is proven gone', async () => {
    const second = await instance('mesh-central');
    await place(second);
    expect(await at(world.fleet.instanceId)).toMatchObject({ desired: 'absent', moving: false });
    await world.lookAgain();
    expect((await world.orderOf(desk))?.kind).toBe('remove-remote-agent');
    await world.removeAtDevice(desk);
    await world.lookAgain();
    const order = await world.orderOf(desk);
    expect(order).toMatchObject({ kind: 'install-remote-agent' });
    expect(BigInt(order!.generation)).toBeGreaterThan(BigInt((await at(world.fleet.instanceId)).generation));
  });
});
