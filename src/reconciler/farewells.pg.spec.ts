import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { orderOnRequest } from './order-on-request.js';

describe('the farewell of an endpoint agent', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let desk: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1, { enabled: true });
    [desk] = world.fleet.deviceIds as [string];
    await world.everythingReady();
  });
  afterEach(() => database.close());

  const farewells = () => orderOnRequest(world.unit, world.signer);
  const leave = async (): Promise<void> => {
    await world.sql('UPDATE device SET retired_at = now() WHERE id = $1', desk);
    await world.settle();
  };
  const provenGone = async (): Promise<void> => {
    await leave();
    await world.removeAtDevice(desk);
    await world.readProvider();
  };
  const agentRemovedAt = async () => (await world.one<{ agent_removed_at: Date | null }>('SELECT agent_removed_at FROM device')).agent_removed_at;

  it('is ordered once everything else is proven gone, not before, and only once', async () => {
    await leave();
    expect(await farewells()).toBe(0);
    await world.removeAtDevice(desk);
    expect(await farewells()).toBe(0);
    await world.readProvider();
    expect(await farewells()).toBe(1);
    expect(await world.orderOf(desk)).toMatchObject({ kind: 'remove-endpoint-agent', deviceId: desk, params: {} });
    expect(await farewells()).toBe(0);
    await world.report(desk, 'remove-endpoint-agent', {});
    expect(await agentRemovedAt()).toEqual(expect.any(Date));
    await world.pass(2);
    expect(await farewells()).toBe(0);
  });

  it('is no matter of a device that only loses its remote access', async () => {
    await world.fleet.unassign();
    await world.settle();
    await world.removeAtDevice(desk);
    await world.readProvider();
    expect(await world.statusOf(desk)).toEqual({ phase: 'REMOVED', code: null });
    expect(await farewells()).toBe(0);
  });

  it('waits for a device that is away, and for the end of a freeze', async () => {
    await provenGone();
    await world.switchOff(desk);
    expect(await farewells()).toBe(0);
    await world.switchOn(desk);
    await world.sql('UPDATE installation SET frozen = true');
    expect(await farewells()).toBe(0);
    await world.sql('UPDATE installation SET frozen = false');
    expect(await farewells()).toBe(1);
  });

  it('is asked for again an hour after the device refused, because something was still on it', async () => {
    await provenGone();
    await farewells();
    await world.report(desk, 'remove-endpoint-agent', { outcome: 'refused', errorCode: 'RA-RMV-03', detail: 'the mesh-central remote agent is still on this device' });
    expect(await agentRemovedAt()).toBeNull();
    expect(await farewells()).toBe(0);
    await world.sql(`UPDATE instruction SET reported_at = reported_at - interval '61 minutes'`);
    expect(await farewells()).toBe(1);
  });
});
