import { randomBytes } from 'node:crypto';
import { ProviderDouble } from '../../test/fakes/provider-double.js';
import { smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { retargetDirtySites } from '../deployments/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { openCoreSeed } from '../platform/sealing/core-seed.js';
import { SealingKey } from '../platform/sealing/sealing-key.js';
import { markUnreadInstances } from './mark-unread-instances.js';
import { endpointRecorder } from './observe-endpoints.js';
import { reconcileDeployments } from './reconcile-deployments.js';
import { reconcilePass } from './reconcile-pass.js';
import { openInstructionSigner } from './signing-keys.js';

describe('a deployment at rest', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let fleet: SmallFleet;
  let look: () => Promise<number>;
  let read: (connected: boolean) => Promise<void>;

  beforeEach(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    fleet = await smallFleet(database.dataSource, 1);
    const provider = new ProviderDouble();
    const sealing = new SealingKey(randomBytes(32));
    const signer = await openInstructionSigner(unit, sealing);
    const seed = await openCoreSeed(unit, sealing);
    look = () => reconcileDeployments(unit, () => ({ signer, seed, provider }));
    let observing = Promise.resolve();
    const listener = endpointRecorder(unit, provider, fleet.instanceId, (work) => {
      observing = observing.then(work);
    });
    read = (connected) => {
      listener.replaced([{ remoteId: 'node', remoteGroupId: 'group-1', name: 'front desk 1', connected, connectedAt: new Date(), mark: null, version: null }], new Date());
      return observing;
    };
    await fleet.assign();
    await retargetDirtySites(unit, () => provider.expressible);
    await sql(`INSERT INTO provider_site (provider_instance_id, site_id, remote_group_id) VALUES ($1, $2, 'group-1')`, fleet.instanceId, fleet.siteId);
    await sql(`INSERT INTO artifact (provider_instance_id, platform, sha256, size, format, bytes) VALUES ($1, 'linux-x64', 'x', 1, 'executable', '\\x00')`, fleet.instanceId);
    await sql('UPDATE device SET has_display = true');
    await sql(`UPDATE deployment_evidence e SET installed = true, running = true, agent_at = now(), remote_id = 'node', proof_number = 0, verified_remote_id = 'node',
                      verified_incarnation = 1, verified_at = now(), configured_generation = p.generation FROM deployment p WHERE p.id = e.deployment_id`);
    await sql(`UPDATE provider_instance SET checked_at = now()`);
    await read(true);
    while ((await look()) > 0);
    expect(await phase()).toBe('READY');
  });
  afterEach(() => database.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => database.dataSource.query(text, values);
  const phase = async () => (await sql('SELECT phase FROM deployment_status'))[0]?.['phase'];
  const isDue = async () => (await sql('SELECT due_at <= now() AS due FROM deployment'))[0]?.['due'];

  it('is not looked at for the better part of an hour, and an idle pass takes nothing', async () => {
    expect(await sql(`SELECT due_at > now() + interval '40 minutes' AND due_at < now() + interval '80 minutes' AS later FROM deployment`)).toEqual([{ later: true }]);
    expect(await reconcilePass(unit, () => null)).toBe(false);
  });

  it('stays so while the provider shows the same', async () => {
    await read(true);
    expect(await isDue()).toBe(false);
  });

  it.each([
    ['the provider shows something else', () => read(false)],
    ['its device is renamed', () => sql(`UPDATE device SET display_name = 'Reception'`)],
    ['its device has lost its screen', () => sql('UPDATE device SET has_display = false')],
    ['its device is set up anew', () => sql('UPDATE device SET incarnation = 2')],
  ])('is due as soon as %s', async (_, change) => {
    await change();
    expect(await isDue()).toBe(true);
  });

  it('is unknown soon after its provider is not read any more', async () => {
    await markUnreadInstances(unit);
    expect(await isDue()).toBe(false);
    await sql(`UPDATE provider_instance SET checked_at = now() - interval '151 seconds'`);
    await markUnreadInstances(unit);
    while ((await look()) > 0);
    expect(await phase()).toBe('UNKNOWN');
    await read(true);
    while ((await look()) > 0);
    expect(await phase()).toBe('READY');
  });

  it('is looked at when the time is over for which its device may be silent', async () => {
    await sql('UPDATE device_presence SET online = false');
    await sql(`UPDATE deployment_evidence SET agent_at = now() - interval '30 days' + interval '5 minutes'`);
    await sql('UPDATE deployment SET due_at = now()');
    await look();
    expect(await sql(`SELECT due_at BETWEEN now() + interval '4 minutes' AND now() + interval '6 minutes' AS soon FROM deployment`)).toEqual([{ soon: true }]);
  });
});
