import { RolloutScene } from '../../test/support/rollout-scene.js';
import { openDataSource } from '../platform/database/data-source.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { advanceRollouts } from './advance-rollouts.js';

describe('R36 a rollout', () => {
  let scene: RolloutScene;
  beforeAll(async () => {
    scene = await RolloutScene.begin();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.database.close());

  const generations = async (): Promise<Record<string, number>> => {
    const rows: { generation: string; n: number }[] = await scene.sql('SELECT generation::text, count(*)::int AS n FROM deployment GROUP BY 1');
    return Object.fromEntries(rows.map(({ generation, n }) => [generation, n]));
  };

  it('goes through its waves in order, each after the one before has proven itself, and ends when all have it', async () => {
    const rollout = await scene.rollout(await scene.devices(300));
    await scene.step();
    const sizes = [(await scene.released(rollout)).length];
    for (let wave = 0; wave < 3; wave++) {
      await scene.wavePasses(rollout);
      sizes.push((await scene.released(rollout)).length);
    }
    expect(sizes).toEqual([1, 10, 100, 300]);
    await scene.wavePasses(rollout);
    expect(await scene.state(rollout)).toMatchObject({ state: 'done', wave: 4, targets: [1, 10, 100, 300], waits_for: null });
    expect(await scene.outcomes(rollout)).toEqual({ settled: 300 });
    expect(await generations()).toEqual({ 2: 300 });
    expect(await scene.sql('SELECT 1 FROM deployment WHERE pending IS NOT NULL OR rollout_id IS NOT NULL OR due_at > now()')).toEqual([]);
  });

  it('raises no generation before it releases, and takes those first that have been connected longest', async () => {
    const devices = await scene.devices(60);
    const rollout = await scene.rollout(devices);
    expect(await generations()).toEqual({ 1: 60 });
    await scene.step();
    expect(await generations()).toEqual({ 1: 59, 2: 1 });
    expect(await scene.released(rollout)).toEqual([devices[0]]);
  });

  it('waits while its devices are still being named', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.sql('INSERT INTO dirty_site (site_id, rollout_id) VALUES ($1, $2)', scene.siteIds[0], rollout);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ wave: 0, waits_for: 'devices-named' });
    await scene.sql('DELETE FROM dirty_site');
    await scene.passes(1);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ wave: 1 });
  });

  it('does not open the next wave before this one has soaked', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.answer(await scene.released(rollout));
    expect(await scene.state(rollout)).toMatchObject({ wave: 1, waits_for: 'soak' });
    await scene.passes(55);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ wave: 1 });
    await scene.passes(10);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ wave: 2 });
  });

  it('halts as soon as its failure budget is spent for certain, says so on record, and releases nothing more', async () => {
    const rollout = await scene.rollout(await scene.devices(300));
    await scene.step();
    await scene.wavePasses(rollout);
    await scene.wavePasses(rollout);
    const wave = await scene.released(rollout, 3);
    await scene.answer(wave.slice(0, 4), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'running' });
    await scene.answer(wave.slice(4, 5), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'halted', state_by: 'guard', wave: 3, waits_for: 'operator', state_reason: expect.stringContaining('All of them by RA-PKG-02 (') });
    expect(await scene.sql(`SELECT actor_kind FROM audit_entry WHERE action = 'rollout.halt' AND subject_id = $1`, rollout)).toEqual([{ actor_kind: 'system' }]);
    await scene.answer(wave.slice(5));
    await scene.passes(3600);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(100);
    expect(await scene.outcomes(rollout)).toEqual({ failed: 5, settled: 95, none: 200 });
  });

  it('takes neither a refusal of the person there nor an unsupported platform for a failure', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.wavePasses(rollout);
    const wave = await scene.released(rollout, 2);
    await scene.answer(wave.slice(0, 2), 'RA-MSI-04');
    await scene.sql(`INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, generation) VALUES ($1, $1, 'NOT_APPLICABLE', 'RA-ELG-02', 2)`, wave[8]);
    await scene.answer(wave.slice(2, 8));
    expect(await scene.outcomes(rollout)).toMatchObject({ settled: 9, withdrawn: 1 });
    expect((await scene.released(rollout, 2)).length).toBe(10);
    expect(await scene.state(rollout)).toMatchObject({ state: 'running' });
  });

  it('takes no failure of an earlier change, and none of an earlier provider instance, for one of this change', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.sql(`UPDATE deployment_evidence SET failure_code = 'RA-PKG-02', failure_generation = 1, failure_at = now()`);
    await scene.passes(3600);
    await scene.step();
    const [first] = await scene.released(rollout);
    await scene.formerDeployment(first!, 'RA-MSI-01');
    await scene.acknowledge([first!]);
    await scene.sql('UPDATE rollout SET look_again_at = now()');
    await scene.step();
    expect(await scene.outcomes(rollout)).toEqual({ none: 60 });
    await scene.answer([first!]);
    expect(await scene.outcomes(rollout)).toEqual({ settled: 1, none: 59 });
  });

  it('is not judged by an order that ran out before the device took it', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.sql(
      `INSERT INTO instruction (id, device_id, deployment_id, seq, generation, kind, attempt, issued_at, expires_at, reported_at, outcome)
       SELECT gen_random_uuid(), device_id, id, 1, generation, 'install-remote-agent', 1, now(), now(), now(), 'expired' FROM deployment WHERE generation = 2`);
    await scene.sql('UPDATE rollout SET look_again_at = now()');
    await scene.step();
    expect(await scene.sql('SELECT count(seen_at)::int AS n FROM rollout_device')).toEqual([{ n: 0 }]);
    expect(await scene.state(rollout)).toMatchObject({ waits_for: 'answers' });
  });

  it('measures its failure budget without the devices that a newer change has taken', async () => {
    const rollout = await scene.rollout([...(await scene.devices(30)), ...(await scene.devices(30, { online: false }))], { waves: ['30', '100%'] });
    await scene.step();
    const wave = await scene.released(rollout);
    await scene.acknowledge(wave);
    await scene.passes(5);
    await scene.sql('UPDATE deployment SET generation = generation + 1, released_at = now() WHERE device_id = ANY($1::uuid[])', wave.slice(0, 15));
    await scene.answer(wave.slice(15, 16), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'halted' });
  });

  it('settles a failure that was put right', async () => {
    const rollout = await scene.rollout(await scene.devices(60), { waves: ['30', '100%'] });
    await scene.step();
    const wave = await scene.released(rollout);
    await scene.answer(wave.slice(0, 1), 'RA-MSI-01');
    expect(await scene.outcomes(rollout)).toEqual({ failed: 1, none: 59 });
    await scene.answer(wave.slice(0, 1));
    expect(await scene.outcomes(rollout)).toEqual({ settled: 1, none: 59 });
  });

  it('keeps offline devices as a tail and releases each when it comes', async () => {
    const offline = await scene.devices(40, { online: false });
    const rollout = await scene.rollout([...offline, ...(await scene.devices(60))]);
    await scene.step();
    for (let wave = 0; wave < 3; wave++) await scene.wavePasses(rollout);
    expect((await scene.released(rollout)).length).toBe(60);
    await scene.passes(40 * 86_400);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'running', wave: 3, waits_for: 'devices', wants_devices: true });
    await scene.setOnline(offline.slice(0, 1), true);
    await scene.step();
    expect(await scene.released(rollout)).toContain(offline[0]);
    expect((await scene.released(rollout)).length).toBe(61);
  });

  it('releases nobody who comes after it was halted', async () => {
    const offline = await scene.devices(40, { online: false });
    const rollout = await scene.rollout([...offline, ...(await scene.devices(20))], { waves: ['100%'] });
    await scene.step();
    await scene.answer((await scene.released(rollout)).slice(0, 2), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'halted' });
    await scene.setOnline(offline, true);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(20);
  });

  it('does not halt when nothing is left to hold back', async () => {
    const rollout = await scene.rollout(await scene.devices(20), { waves: ['100%'] });
    await scene.step();
    await scene.answer(await scene.released(rollout), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'done' });
    expect(await scene.outcomes(rollout)).toEqual({ failed: 20 });
  });

  it('fills a wave that lacks connected devices as they come, never beyond its size', async () => {
    const offline = await scene.devices(90, { online: false });
    const rollout = await scene.rollout([...offline, ...(await scene.devices(5))]);
    await scene.step();
    await scene.wavePasses(rollout);
    expect(await scene.state(rollout)).toMatchObject({ wave: 2, waits_for: 'answers' });
    await scene.setOnline(offline, true);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(10);
  });

  it('asks a person when nobody has answered for a day', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.setOnline(await scene.released(rollout), false);
    await scene.passes(86_401);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'paused', state_by: 'guard' });
    expect(await scene.sql(`SELECT 1 FROM audit_entry WHERE action = 'rollout.pause' AND subject_id = $1`, rollout)).toHaveLength(1);
  });

  it('releases nothing while the window of the site is closed, and looks again when it opens', async () => {
    const rollout = await scene.rollout(await scene.devices(60), { windowInHours: 2 });
    await scene.step();
    const { wave, waits_for, waits_until } = await scene.state(rollout);
    expect({ wave, waits_for }).toEqual({ wave: 1, waits_for: 'window' });
    expect(waits_until.getTime()).toBeGreaterThan(Date.now() + 3600_000);
    expect(await scene.released(rollout)).toEqual([]);
  });

  it('releases while the window is open, at the sites where it is', async () => {
    const tokyo = await scene.site('Asia/Tokyo');
    const here = await scene.devices(5);
    const rollout = await scene.rollout([...here, ...(await scene.devices(60, { siteId: tokyo }))], { windowInHours: -0.5, waves: ['100%'] });
    await scene.step();
    expect((await scene.released(rollout)).sort()).toEqual([...here].sort());
  });

  it('stays below its rate cap in any minute', async () => {
    const rollout = await scene.rollout(await scene.devices(60), { ratePerMinute: 7, waves: ['100%'] });
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(7);
    expect(await scene.state(rollout)).toMatchObject({ waits_for: 'rate' });
    await scene.passes(30);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(7);
    await scene.passes(31);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(14);
  });

  it('loses its devices to a newer rollout, and is superseded by one that takes them all', async () => {
    const devices = await scene.devices(60);
    const older = await scene.rollout(devices);
    await scene.sql(`UPDATE rollout SET state = 'paused' WHERE id = $1`, older);
    await scene.step();
    await scene.sql(`UPDATE rollout SET state = 'running' WHERE id = $1`, older);
    const newer = await scene.rollout(devices);
    await scene.passes(1);
    await scene.step();
    expect(await scene.outcomes(older)).toEqual({ superseded: 60 });
    expect(await scene.state(older)).toMatchObject({ state: 'superseded' });
    expect((await scene.released(newer)).length).toBe(1);
  });

  it('counts a released device that a newer change has overtaken neither way, and one whose change was withdrawn not at all', async () => {
    const devices = await scene.devices(60);
    const rollout = await scene.rollout(devices);
    await scene.step();
    await scene.wavePasses(rollout);
    const [first] = await scene.released(rollout, 2);
    await scene.passes(5);
    await scene.sql('UPDATE deployment SET generation = generation + 1, released_at = now() WHERE device_id = $1', first);
    await scene.sql('UPDATE deployment SET pending = NULL, pending_hash = NULL, pending_since = NULL, rollout_id = NULL WHERE device_id = $1', devices[59]);
    await scene.passes(1);
    await scene.step();
    expect(await scene.outcomes(rollout)).toEqual({ settled: 1, superseded: 1, withdrawn: 1, none: 57 });
    expect((await scene.released(rollout, 2)).length).toBe(10);
  });

  it('counts a removal that was proven, after its grace, and is not asked about it before', async () => {
    await scene.sql(`INSERT INTO effective_settings (hash, settings) VALUES ('slow', '{"removal.graceHours": 48}') ON CONFLICT DO NOTHING`);
    const devices = await scene.devices(60);
    await scene.sql(`UPDATE deployment SET desired = 'present', removed_at = NULL, released_settings = 'slow'`);
    const rollout = await scene.rollout(devices, { action: 'remove' });
    await scene.step();
    await scene.passes(30 * 3600);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'running', wave: 1 });
    await scene.sql(`UPDATE deployment SET removed_at = now() WHERE desired = 'absent'`);
    await scene.sql('UPDATE rollout SET look_again_at = now()');
    await scene.step();
    expect(await scene.outcomes(rollout)).toEqual({ settled: 1, none: 59 });
  });

  it('never releases a device twice or beyond a wave, with two workers at once', async () => {
    const rollout = await scene.rollout(await scene.devices(250), { soakSeconds: 0 });
    const second = await openDataSource({ url: scene.database.coreUrl, poolSize: 2 });
    const other = new UnitOfWork(second);
    for (let round = 0; round < 60 && (await scene.state(rollout)).state === 'running'; round++) {
      await Promise.all([scene.unit, other, scene.unit, other].map((unit) => advanceRollouts(unit)));
      const [{ n, target }] = await scene.sql(`SELECT count(d.*)::int AS n, r.targets[r.wave] AS target FROM rollout r JOIN rollout_device d ON d.rollout_id = r.id AND d.released_at IS NOT NULL GROUP BY r.id`);
      expect(n).toBeLessThanOrEqual(target);
      await scene.answer(await scene.released(rollout));
    }
    await second.destroy();
    expect(await scene.state(rollout)).toMatchObject({ state: 'done' });
    expect(await generations()).toEqual({ 2: 250 });
  });

  it('waits for the row of nobody: a deployment that somebody is looking at is released the next time', async () => {
    const [device] = await scene.devices(1);
    const rollout = await scene.rollout([device!]);
    const runner = scene.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1 FROM deployment FOR UPDATE');
    await scene.step();
    expect(await scene.released(rollout)).toEqual([]);
    await runner.commitTransaction();
    await runner.release();
    await scene.passes(1);
    await scene.step();
    expect(await scene.released(rollout)).toEqual([device]);
  });

  it('rests without polling: nothing is looked at until something happens', async () => {
    await scene.rollout(await scene.devices(60));
    await scene.step();
    const [{ rest }] = await scene.sql('SELECT extract(epoch FROM look_again_at - now())::int AS rest FROM rollout');
    expect(rest).toBeGreaterThan(500);
    expect(await advanceRollouts(scene.unit)).toBe(0);
  });
});
