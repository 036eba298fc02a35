import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';

describe('what core does with records at a provider that nobody deployed', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let frontDesk: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1);
    await world.everythingReady();
    [frontDesk] = world.fleet.deviceIds as [string];
  });
  afterEach(() => database.close());

  const orphan = (remoteId: string, deviceId: string | null = null) =>
    world.sql(
      `INSERT INTO remote_endpoint (provider_instance_id, remote_id, remote_group_id, name, connected, device_id) VALUES ($1, $2, 'group-1', 'orphan', false, $3)`,
      world.fleet.instanceId, remoteId, deviceId,
    );
  const asked = async (kind: string, remoteId: string, deploymentOf: string | null): Promise<void> => {
    await world.sql(
      `INSERT INTO provider_act (id, kind, provider_instance_id, request, deployment_id)
       SELECT gen_random_uuid(), $1, $2, jsonb_build_object('remoteId', $3::text), (SELECT id FROM deployment WHERE device_id = $4)`,
      kind, world.fleet.instanceId, remoteId, deploymentOf,
    );
    await world.settle();
  };
  const ownerOf = async (remoteId: string) => (await world.one<{ device_id: string | null } | undefined>('SELECT device_id FROM remote_endpoint WHERE remote_id = $1', remoteId))?.device_id;

  it('removes one at the provider and forgets it', async () => {
    await orphan('left behind');
    await asked('remove-endpoint', 'left behind', null);
    expect(world.provider.removed).toEqual(['left behind']);
    expect(await ownerOf('left behind')).toBeUndefined();
  });

  it('does not remove the proven record of a device, whoever asked', async () => {
    await asked('remove-endpoint', `remote of ${frontDesk}`, null);
    expect(world.provider.removed).toEqual([]);
  });

  it('gives one to a device, whose proof still decides: beside a proven record it is retired', async () => {
    await orphan('of before');
    await asked('adopt-endpoint', 'of before', frontDesk);
    expect(world.provider.removed).toEqual(['of before']);
    expect(await world.statusOf(frontDesk)).toEqual({ phase: 'READY', code: null });
  });
});
