import { randomBytes } from 'node:crypto';
import { ProviderDouble } from '../../test/fakes/provider-double.js';
import { enrolled, smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { recordAudit } from '../audit/index.js';
import { recordReport } from '../deployment-status/index.js';
import { retargetDirtySites } from '../deployments/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';
import { type CoreSeed, openCoreSeed } from '../platform/sealing/core-seed.js';
import { SealingKey } from '../platform/sealing/sealing-key.js';
import { advanceRollouts } from './advance-rollouts.js';
import { executeProviderActs } from './execute-provider-acts.js';
import { endpointRecorder } from './observe-endpoints.js';
import type { OpenInstances } from './open-instances.js';
import { reconcileDeployments } from './reconcile-deployments.js';
import { type InstructionSigner, openInstructionSigner } from './signing-keys.js';

describe('reconciling deployments', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let fleet: SmallFleet;
  let provider: ProviderDouble;
  let signer: InstructionSigner;
  let seed: CoreSeed;
  let listener: ReturnType<typeof endpointRecorder>;
  let observing: Promise<void>;
  const sealing = new SealingKey(randomBytes(32));

  beforeEach(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    fleet = await smallFleet(database.dataSource, 1);
    provider = new ProviderDouble();
    signer = await openInstructionSigner(unit, sealing);
    seed = await openCoreSeed(unit, sealing);
    observing = Promise.resolve();
    listener = endpointRecorder(unit, provider, fleet.instanceId, (work) => {
      observing = observing.then(work);
    });
  });
  afterEach(() => database.close());

  const one = async <T>(sql: string, ...values: unknown[]): Promise<T> => (await database.dataSource.query(sql, values))[0] as T;
  const phaseOf = async (deviceId: string) => (await one<{ phase: string } | undefined>('SELECT phase FROM deployment_status WHERE device_id = $1', deviceId))?.phase;
  const generationOf = async (deviceId: string) => (await one<{ generation: string }>('SELECT generation FROM deployment WHERE device_id = $1', deviceId)).generation;

  /** Passes until nothing is left to do, as core does. */
  async function settle(): Promise<void> {
    const instances = { provider: () => provider } as unknown as OpenInstances;
    for (let round = 0; round < 20; round++) {
      const retargeted = await retargetDirtySites(unit, () => provider.expressible);
      const taken = await reconcileDeployments(unit, () => ({ signer, seed, provider }));
      if (retargeted === null && taken === 0 && (await executeProviderActs(unit, instances)) === 0) return;
    }
    throw new Error('it never settled');
  }

  async function orderOf(deviceId: string): Promise<Instruction | null> {
    const row = await one<{ frame: string } | undefined>('SELECT frame FROM instruction WHERE device_id = $1 AND reported_at IS NULL ORDER BY seq DESC LIMIT 1', deviceId);
    return row ? (JSON.parse(row.frame) as Instruction) : null;
  }

  async function report(deviceId: string, order: Instruction, facts: Partial<ReportFrame>): Promise<void> {
    await unit.run((tx) =>
      recordReport(tx, deviceId, { type: 'report', instructionId: order.id, generation: order.generation, outcome: 'done', detail: '', evidence: null, ...facts }),
    );
    await settle();
  }

  /** What a device and its remote agent do with an installation order. */
  async function install(deviceId: string): Promise<void> {
    const order = (await orderOf(deviceId)) as Instruction<'install-remote-agent'>;
    expect(order.kind).toBe('install-remote-agent');
    const { proof, provider: name } = order.params;
    await report(deviceId, order, { evidence: { provider: name, installed: true, running: true, remoteId: `remote of ${deviceId}`, proofNumber: proof.number } });
    await connect(deviceId, proof.mark);
  }

  async function connect(deviceId: string, mark: string): Promise<void> {
    listener.changed(
      { remoteId: `remote of ${deviceId}`, remoteGroupId: 'group-1', name: 'front desk 1', connected: true, connectedAt: new Date(), mark, version: null },
      new Date(),
    );
    await observing;
    await settle();
  }

  it('brings a device of an assigned site to Ready, and only after device and provider agree', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    expect(await phaseOf(desk)).toBe('DISPATCHED');
    const order = (await orderOf(desk)) as Instruction<'install-remote-agent'>;
    await report(desk, order, { evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, proofNumber: 1 } });
    expect(await phaseOf(desk)).toBe('REGISTERING');
    await connect(desk, `mark.${desk}.${'0'.repeat(32)}`);
    expect(await phaseOf(desk)).toBe('VERIFYING');
    await connect(desk, order.params.proof.mark);
    expect(await phaseOf(desk)).toBe('READY');
  });

  it('has a provider that tells nothing by itself look for what a device says is there, at once and again within ten seconds', async () => {
    const [desk] = fleet.deviceIds as [string];
    const looked: string[] = [];
    provider = Object.assign(new ProviderDouble(), { lookAt: async (remoteId: string) => void looked.push(remoteId) });
    await fleet.assign();
    await settle();
    const order = (await orderOf(desk)) as Instruction<'install-remote-agent'>;
    await report(desk, order, { evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, proofNumber: order.params.proof.number } });
    expect(new Set(looked)).toEqual(new Set([`remote of ${desk}`]));
    const { wait } = await one<{ wait: number }>('SELECT extract(epoch FROM due_at - now())::float8 AS wait FROM deployment WHERE device_id = $1', desk);
    expect(wait).toBeLessThanOrEqual(10);
    const before = looked.length;
    await connect(desk, order.params.proof.mark);
    expect(await phaseOf(desk)).toBe('READY');
    expect(looked.length).toBe(before);
  });

  it('tells in the timeline who and what moved it', async () => {
    const [desk] = fleet.deviceIds as [string];
    const dana = { kind: 'operator' as const, id: null, name: 'Dana Okafor' };
    await unit.run(async (tx) => {
      await tx.query('INSERT INTO assignment (id, package_id, site_id) VALUES (gen_random_uuid(), $1, $2)', [fleet.packageId, fleet.siteId]);
      await recordAudit(tx, dana, { action: 'assignment.create', subject: { kind: 'assignment', id: null, name: 'Managed on HQ' }, siteId: fleet.siteId });
      await recordAudit(tx, dana, { action: 'device.change', subject: { kind: 'device', id: null, name: 'somebody else' }, deviceId: randomIds.uuid() });
    });
    await settle();
    await install(desk);
    await fleet.unassign();
    await settle();
    const events: unknown = await database.dataSource.query('SELECT phase, actor, cause FROM deployment_event WHERE device_id = $1 ORDER BY at', [desk]);
    expect(events).toMatchObject([
      { phase: 'QUEUED', actor: 'Dana Okafor', cause: 'Package assigned: Managed on HQ.' },
      { phase: 'DISPATCHED', actor: 'Latchkey', cause: 'The device was told to install the remote agent, attempt 1.' },
      { phase: 'REGISTERING', actor: 'front desk 1', cause: 'The remote agent is installed and runs. The newest settings are applied.' },
      { phase: 'READY', actor: 'Latchkey', cause: 'Device and provider have agreed that this remote endpoint is this device.' },
      { phase: 'REMOVING', actor: 'Latchkey', cause: 'What is wanted has changed.' },
    ]);
  });

  it('gives a device that is enrolled later what its site has, without anyone acting', async () => {
    await fleet.assign();
    await settle();
    const later = await enrolled(database.dataSource, fleet.siteId, 'front desk later');
    await settle();
    expect(await phaseOf(later)).toBe('DISPATCHED');
  });

  it('changes nothing in a second pass over a settled site', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await database.dataSource.query('INSERT INTO dirty_site (site_id) VALUES ($1)', [fleet.siteId]);
    expect(await retargetDirtySites(unit, () => provider.expressible)).toEqual({ begun: 0, changed: 0, retired: 0, moving: 0, held: 0 });
    expect(await generationOf(desk)).toBe('1');
  });

  it('raises the generation for a setting that the device must follow, and not for one that only Latchkey enforces', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await database.dataSource.query(`UPDATE policy SET settings = settings || '{"removal.graceHours": 5}' WHERE id = $1`, [fleet.policyId]);
    await settle();
    expect(await generationOf(desk)).toBe('1');
    await database.dataSource.query(`UPDATE policy SET settings = settings || '{"agent.selfHeal": false}' WHERE id = $1`, [fleet.policyId]);
    await settle();
    expect(await generationOf(desk)).toBe('2');
  });

  it('says which kinds of sessions the policy forbids', async () => {
    await fleet.assign();
    await settle();
    await database.dataSource.query(`UPDATE policy SET settings = settings || '{"capability.terminal": false}' WHERE id = $1`, [fleet.policyId]);
    await settle();
    const { modes } = await one<{ modes: unknown }>('SELECT modes FROM deployment_status');
    expect(modes).toEqual({ desktop: { usable: false, code: 'RA-LNX-03' }, terminal: { usable: false, code: 'RA-LCH-17' }, files: { usable: true } });
  });

  it('gives no order to whom a large change has not been released yet, and says what those wait for', async () => {
    for (let device = 0; device < 59; device++) await enrolled(database.dataSource, fleet.siteId, `front desk ${device + 2}`);
    const rollout = (await one<{ id: string }>(
      `INSERT INTO rollout (id, title, plan_hash, requested_by_name, waves, soak_seconds, device_count) VALUES (gen_random_uuid(), 'Assign', '', 'Dana', '["1", "100%"]', 60, 60) RETURNING id`)).id;
    await fleet.assign();
    await database.dataSource.query('UPDATE dirty_site SET rollout_id = $1', [rollout]);
    await settle();
    await advanceRollouts(unit);
    await advanceRollouts(unit);
    await settle();
    expect(await one('SELECT count(*)::int AS n FROM instruction')).toEqual({ n: 1 });
    expect(await database.dataSource.query('SELECT phase, waits_for, count(*)::int AS n FROM deployment_status GROUP BY 1, 2 ORDER BY 1')).toEqual([
      { phase: 'DISPATCHED', waits_for: null, n: 1 }, { phase: 'SCHEDULED', waits_for: 'wave', n: 59 },
    ]);
    const first = await one<{ device_id: string }>('SELECT device_id FROM rollout_device WHERE released_at IS NOT NULL');
    await install(first.device_id);
    expect(await phaseOf(first.device_id)).toBe('READY');
    expect(await advanceRollouts(unit)).toBeGreaterThan(0);
    expect(await one('SELECT waits_for, outcome FROM rollout JOIN rollout_device d ON d.rollout_id = rollout.id WHERE d.released_at IS NOT NULL')).toEqual({ waits_for: 'soak', outcome: 'settled' });
  });

  it('hears no report about an older generation', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    const stale = (await orderOf(desk))!;
    await database.dataSource.query(`UPDATE policy SET settings = settings || '{"agent.selfHeal": false}' WHERE id = $1`, [fleet.policyId]);
    await settle();
    await report(desk, stale, { outcome: 'failed', errorCode: 'RA-PKG-01', detail: 'of yesterday' });
    expect(await one('SELECT failure_code FROM deployment_evidence')).toEqual({ failure_code: null });
  });

  it('waits for an offline device and sends nothing before it returns', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.setLink(desk, false);
    await fleet.assign();
    await settle();
    expect(await phaseOf(desk)).toBe('WAITING_FOR_DEVICE');
    expect(await orderOf(desk)).toBeNull();
    await fleet.setLink(desk, true);
    await settle();
    expect(await orderOf(desk)).toMatchObject({ kind: 'install-remote-agent' });
  });

  it('stops at a failure that needs a person, and waits with a time at one that passes', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await report(desk, (await orderOf(desk))!, { outcome: 'failed', errorCode: 'RA-NET-08', detail: 'the line was cut' });
    expect(await one('SELECT phase, error_code, attempt, next_attempt_at > now() AS later FROM deployment_status')).toEqual({
      phase: 'RETRY_WAIT', error_code: 'RA-NET-08', attempt: 1, later: true,
    });
    await database.dataSource.query(`UPDATE deployment_evidence SET next_attempt_at = now() - interval '1 second'`);
    await database.dataSource.query('UPDATE deployment SET due_at = now()');
    await settle();
    await report(desk, (await orderOf(desk))!, { outcome: 'failed', errorCode: 'RA-LNX-03', detail: 'nothing to show' });
    expect(await phaseOf(desk)).toBe('FAILED');
  });

  it('says that a platform is not supported instead of trying', async () => {
    const mac = await enrolled(database.dataSource, fleet.siteId, 'studio', 'macos');
    await fleet.assign();
    await settle();
    expect(await one('SELECT phase, error_code FROM deployment_status WHERE device_id = $1', mac)).toEqual({ phase: 'NOT_APPLICABLE', error_code: 'RA-ELG-02' });
  });

  it('removes in order: from the device, then from the provider, and proves both before it says Removed', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await install(desk);
    await fleet.setLink(desk, false);
    await fleet.unassign();
    await settle();
    expect(await phaseOf(desk)).toBe('REMOVAL_WAITING');
    expect(provider.removed).toEqual([]);
    await fleet.setLink(desk, true);
    await settle();
    const order = (await orderOf(desk))!;
    expect(order.kind).toBe('remove-remote-agent');
    await report(desk, order, { evidence: { provider: 'mesh-central', installed: false, running: false, gone: ['process', 'unit', 'folder'] } });
    expect(provider.removed).toEqual([`remote of ${desk}`]);
    expect(await phaseOf(desk)).toBe('REMOVING');
    listener.replaced([], new Date());
    await observing;
    await database.dataSource.query('UPDATE deployment SET due_at = now()');
    await settle();
    expect(await phaseOf(desk)).toBe('REMOVED');
    expect(await one('SELECT secret_hash FROM deployment')).toEqual({ secret_hash: null });
  });

  it('cancels a removal that has not run when the package is assigned again', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await install(desk);
    await fleet.setLink(desk, false);
    await fleet.unassign();
    await settle();
    await fleet.assign();
    await fleet.setLink(desk, true);
    await settle();
    await report(desk, (await orderOf(desk))!, { evidence: { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, proofNumber: 1 } });
    expect(await phaseOf(desk)).toBe('READY');
    expect(provider.removed).toEqual([]);
  });

  it('issues each order once however many workers run at a time', async () => {
    for (let index = 0; index < 30; index++) await enrolled(database.dataSource, fleet.siteId, `warehouse ${index}`);
    await fleet.assign();
    await settle();
    await database.dataSource.query('DELETE FROM instruction');
    await database.dataSource.query('UPDATE deployment SET due_at = now()');
    const worker = async () => {
      while ((await reconcileDeployments(unit, () => ({ signer, seed, provider }))) > 0);
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(await one('SELECT count(*)::int AS orders, count(DISTINCT deployment_id)::int AS deployments FROM instruction')).toEqual({ orders: 31, deployments: 31 });
  });

  it('keeps no secret of an order once it is answered', async () => {
    const [desk] = fleet.deviceIds as [string];
    await fleet.assign();
    await settle();
    await install(desk);
    expect(await one('SELECT count(*)::int AS n FROM instruction WHERE frame IS NOT NULL')).toEqual({ n: 0 });
  });
});
