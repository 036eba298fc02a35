import { RolloutScene } from '../../../test/support/rollout-scene.js';
import { lockSites } from '../retarget-dirty-sites.js';
import { releaseThawed, releaseWave } from './release-wave.js';

describe('R36 releasing into a wave, whoever asks for it', () => {
  let scene: RolloutScene;
  beforeAll(async () => {
    scene = await RolloutScene.begin();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.database.close());

  const opened = async (choices: Parameters<RolloutScene['rollout']>[1] = {}): Promise<string> => {
    const rollout = await scene.rollout(await scene.devices(20), choices);
    await scene.sql(`UPDATE rollout SET wave = 1, targets = '{4,20}' WHERE id = $1`, rollout);
    return rollout;
  };
  const release = (rollout: string): Promise<number> => scene.unit.run((tx) => releaseWave(tx, rollout));

  it('fills the open wave and no more, however often it is asked for', async () => {
    const rollout = await opened();
    expect([await release(rollout), await release(rollout)]).toEqual([4, 0]);
    expect(await scene.sql('SELECT count(*)::int AS n FROM deployment WHERE generation = 2 AND desired = $1 AND pending IS NULL', 'present')).toEqual([{ n: 4 }]);
  });

  it('fills it once when two ask at the same moment, the later waiting for the earlier', async () => {
    const rollout = await opened();
    let later: Promise<number> | undefined;
    const earlier = await scene.unit.run(async (tx) => {
      const released = await releaseWave(tx, rollout);
      later = release(rollout);
      await tx.query('SELECT pg_sleep(0.3)');
      return released;
    });
    expect([earlier, await later]).toEqual([4, 0]);
  });

  it.each([
    { when: 'the rollout is paused', sql: `UPDATE rollout SET state = 'paused'` },
    { when: 'the rollout is halted', sql: `UPDATE rollout SET state = 'halted'` },
    { when: 'the rollout is aborted', sql: `UPDATE rollout SET state = 'aborted'` },
    { when: 'no wave is open', sql: 'UPDATE rollout SET wave = 0' },
    { when: 'everything is frozen', sql: 'UPDATE installation SET frozen = true' },
    { when: 'nobody is connected', sql: 'UPDATE device_presence SET online = false' },
    { when: 'nothing waits any more', sql: 'UPDATE deployment SET pending = NULL, pending_hash = NULL, pending_since = NULL, rollout_id = NULL' },
    { when: 'all have left the rollout', sql: `UPDATE rollout_device SET outcome = 'withdrawn'` },
    { when: 'the change of another rollout waits there', sql: `WITH other AS (INSERT INTO rollout SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* FROM rollout r RETURNING id) UPDATE deployment SET rollout_id = other.id FROM other` },
  ])('does nothing when $when', async ({ sql }) => {
    const rollout = await opened();
    await scene.sql(sql);
    expect(await release(rollout)).toBe(0);
    expect(await scene.sql('SELECT count(*)::int AS n FROM deployment WHERE generation > 1')).toEqual([{ n: 0 }]);
  });

  it('does nothing while the window is closed, and stays below the rate cap while it is open', async () => {
    expect(await release(await opened({ windowInHours: 1 }))).toBe(0);
    const rollout = await opened({ windowInHours: -0.5, ratePerMinute: 3 });
    expect([await release(rollout), await release(rollout)]).toEqual([3, 0]);
  });

  it('waits for nobody: a site that somebody is retargeting is left for the next time', async () => {
    const elsewhere = await scene.site('Europe/Berlin');
    const here = await scene.devices(2);
    const rollout = await scene.rollout([...here, ...(await scene.devices(2, { siteId: elsewhere }))]);
    await scene.sql(`UPDATE rollout SET wave = 1, targets = '{4}' WHERE id = $1`, rollout);
    const runner = scene.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await lockSites(runner.manager, [elsewhere]);
    expect(await release(rollout)).toBe(2);
    expect((await scene.released(rollout)).sort()).toEqual([...here].sort());
    await runner.rollbackTransaction();
    await runner.release();
    expect(await release(rollout)).toBe(2);
  });

  it.each([
    { days: [6, 7], from: '22:00', to: '04:00' },
    { days: [], from: '22:00', to: '04:00' },
    { days: ['sat'], from: '22', to: '04:00' },
    { days: ['sat'], from: '22:00' },
  ])('knows no window that could never open, such as %p', async (window) => {
    const rollout = await opened();
    await expect(scene.sql('UPDATE rollout SET maintenance_window = $2 WHERE id = $1', rollout, JSON.stringify(window))).rejects.toThrow('rollout_window_can_open');
  });

  it('releases both deployments of a device that changes its provider instance, or none', async () => {
    const rollout = await opened();
    await scene.sql(`INSERT INTO provider_instance (id, kind, name) VALUES (gen_random_uuid(), 'mesh-central', 'Second')`);
    await scene.sql(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings_hash, incarnation, released_settings, newest_settings, pending, pending_hash, pending_since, rollout_id)
       SELECT gen_random_uuid(), p.device_id, i.id, p.site_id, 'present', 1, 'old', 1, 'old', 'new', 'absent', 'new', now(), p.rollout_id FROM deployment p, provider_instance i WHERE i.name = 'Second'`);
    const runner = scene.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT 1 FROM deployment WHERE desired = 'present' FOR UPDATE`);
    expect(await release(rollout)).toBe(0);
    await runner.commitTransaction();
    await runner.release();
    expect(await release(rollout)).toBe(4);
    expect(await scene.sql('SELECT count(*)::int AS n FROM deployment WHERE generation = 2')).toEqual([{ n: 8 }]);
  });

  it('gives a removal the grace of the policy that still applied, and none to a device that leaves; keeps the agent where that was wanted', async () => {
    await scene.sql(`INSERT INTO effective_settings (hash, settings) VALUES ('grace', '{"removal.graceHours": 5}'), ('keep', '{"removal.onUnassign": "keep", "removal.graceHours": 0}')`);
    const [graced, leaving, kept, leavingKept] = await scene.devices(4);
    const rollout = await scene.rollout([graced!, leaving!, kept!, leavingKept!], { action: 'remove' });
    await scene.sql(`UPDATE deployment SET desired = 'present', removed_at = NULL, released_settings = CASE WHEN device_id = ANY($1::uuid[]) THEN 'keep' ELSE 'grace' END`, [kept, leavingKept]);
    await scene.sql('UPDATE device SET retired_at = now() WHERE id = ANY($1::uuid[])', [leaving, leavingKept]);
    await scene.sql(`UPDATE rollout SET wave = 1, targets = '{4}'`);
    await release(rollout);
    const rows: { device_id: string; hours: number; gone: boolean }[] = await scene.sql(
      `SELECT device_id, round(extract(epoch FROM remove_after - now()) / 3600)::int AS hours, removed_at IS NOT NULL AS gone FROM deployment`);
    const of = (id: string | undefined) => rows.find((row) => row.device_id === id);
    expect(of(graced)).toMatchObject({ hours: 5, gone: false });
    expect(of(leaving)).toMatchObject({ hours: 0, gone: false });
    expect(of(kept)).toMatchObject({ gone: true });
    expect(of(leavingKept)).toMatchObject({ hours: 0, gone: false });
  });

  it('lets what only a freeze held back go on once it is lifted, and nothing that a rollout holds', async () => {
    const rollout = await opened();
    const free = await scene.devices(3);
    await scene.sql(`UPDATE deployment SET pending = 'present', pending_hash = 'new', pending_since = now() WHERE device_id = ANY($1::uuid[])`, free);
    await scene.sql('UPDATE installation SET frozen = true');
    expect(await scene.unit.run(releaseThawed)).toBe(0);
    await scene.sql('UPDATE installation SET frozen = false');
    expect(await scene.unit.run(releaseThawed)).toBe(3);
    expect((await scene.released(rollout)).length).toBe(0);
  });
});
