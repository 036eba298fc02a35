import { randomUUID } from 'node:crypto';
import { openDataSource } from '../../platform/database/data-source.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { raise } from './raise.js';
import { raiseLevels } from './raise-levels.js';

describe('what the tables tell', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let core: UnitOfWork;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    core = new UnitOfWork(await openDataSource({ url: web.database.coreUrl, poolSize: 6 }));
  });
  afterAll(async () => {
    await core.reads.connection.destroy();
    await web.close();
  });
  afterEach(() => query('DELETE FROM notification_rule'));

  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  let named = 0;
  const rule = async (event: string, more: object = {}): Promise<string> => {
    const answer = await dana.post('/notification-rules', { name: `Rule ${++named}`, event, channels: { console: true }, ...more });
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const told = (ruleId: string) =>
    query(
      `SELECT event, facts, ARRAY(SELECT s.name || ':' || p.devices FROM notification_place p JOIN site s ON s.id = p.site_id WHERE p.notification_id = n.id ORDER BY 1) AS places
         FROM notification n WHERE rule_id = $1 ORDER BY raised_at`,
      [ruleId],
    );
  const failed = (deviceId: string, code: string, ago: string) =>
    query(`UPDATE deployment_status SET phase = 'FAILED', error_code = $2, since = now() - $3::interval WHERE device_id = $1`, [deviceId, code, ago]);
  const ready = (deviceId: string) => query(`UPDATE deployment_status SET phase = 'READY', error_code = NULL, since = now() WHERE device_id = $1`, [deviceId]);

  describe('of devices', () => {
    beforeEach(async () => {
      await failed(fleet.oven, 'RA-NET-02', '3 hours');
      await failed(fleet.gate, 'RA-NET-02', '2 hours');
      await ready(fleet.till);
    });

    it('is one notification for a cause, however many devices of however many sites have it', async () => {
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      await raiseLevels(core);
      expect(await told(id)).toEqual([{ event: 'device.failed', facts: { code: 'RA-NET-02' }, places: ['Shop:1', 'Yard:1'] }]);
    });

    it('is not told again, also when more devices get it, until it has ended and come back', async () => {
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      await raiseLevels(core);
      await failed(fleet.till, 'RA-NET-02', '5 hours');
      await raiseLevels(core);
      expect(await told(id)).toHaveLength(1);
      for (const device of [fleet.till, fleet.oven, fleet.gate]) await ready(device);
      await raiseLevels(core);
      await failed(fleet.till, 'RA-NET-02', '5 hours');
      await raiseLevels(core);
      expect((await told(id)).map(({ places }: { places: string[] }) => places)).toEqual([['Shop:1', 'Yard:1'], ['Shop:1']]);
    });

    it('is told after as long as the rule says', async () => {
      const [early, late, preset] = [await rule('device.failed', { parameters: { afterHours: 2 } }), await rule('device.failed', { parameters: { afterHours: 4 } }), await rule('device.failed')];
      await raiseLevels(core);
      expect((await told(early))[0].places).toEqual(['Shop:1', 'Yard:1']);
      expect([await told(late), await told(preset)]).toEqual([[], []]);
    });

    it('is told of the sites of the rule only', async () => {
      const byClient = await rule('device.failed', { parameters: { afterHours: 1 }, scope: { clientIds: [fleet.bakery] } });
      const bySite = await rule('device.failed', { parameters: { afterHours: 1 }, scope: { siteIds: [fleet.yard] } });
      await raiseLevels(core);
      expect([(await told(byClient))[0].places, (await told(bySite))[0].places]).toEqual([['Shop:1'], ['Yard:1']]);
    });

    it('is two notifications for two causes', async () => {
      await failed(fleet.gate, 'RA-NET-01', '2 hours');
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      await raiseLevels(core);
      expect((await told(id)).map(({ facts }: { facts: { code: string } }) => facts.code).sort()).toEqual(['RA-NET-01', 'RA-NET-02']);
    });

    it('is not told of a device that has left', async () => {
      await query('UPDATE device SET retired_at = now() WHERE id = ANY($1)', [[fleet.oven, fleet.gate]]);
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      await raiseLevels(core);
      await query('UPDATE device SET retired_at = NULL');
      expect(await told(id)).toEqual([]);
    });

    it('is told once by any number of cores at once', async () => {
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      await Promise.all(Array.from({ length: 6 }, () => raiseLevels(core)));
      await raiseLevels(core);
      expect(await told(id)).toHaveLength(1);
    });

    it('is told once when a core is killed while it tells', async () => {
      const id = await rule('device.failed', { parameters: { afterHours: 1 } });
      // Everything of it is there and nothing is committed when the connection dies, as it does with its process.
      const dying = new UnitOfWork(await openDataSource({ url: web.database.coreUrl, poolSize: 1 }));
      dying.beforeCommit(async (tx) => {
        const [{ n }] = await tx.query('SELECT count(*)::int AS n FROM notification WHERE rule_id = $1', [id]);
        expect(n).toBe(1);
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      });
      await expect(raiseLevels(dying)).rejects.toThrow();
      await dying.reads.connection.destroy();
      expect(await told(id)).toEqual([]);
      await raiseLevels(core);
      await raiseLevels(core);
      expect(await told(id)).toHaveLength(1);
    });

    it('is told by a rule that is on again, as it is then, and by none that is off', async () => {
      const id = await rule('device.failed', { parameters: { afterHours: 1 }, enabled: false });
      await raiseLevels(core);
      expect(await told(id)).toEqual([]);
      await dana.patch(`/notification-rules/${id}`, { enabled: true });
      await raiseLevels(core);
      await dana.patch(`/notification-rules/${id}`, { enabled: false });
      await raiseLevels(core);
      expect(await told(id)).toHaveLength(1);
      await dana.patch(`/notification-rules/${id}`, { enabled: true });
      await raiseLevels(core);
      expect(await told(id)).toHaveLength(2);
    });
  });

  it('of a rollout is told when it halts, and each time it does', async () => {
    const [before, id] = [randomUUID(), randomUUID()];
    const rollout = (rolloutId: string, at: string) =>
      query(
        `INSERT INTO rollout (id, title, plan_hash, requested_by_name, waves, soak_seconds, device_count, state, state_reason, state_at)
         VALUES ($1, 'Standard, version 2', '', 'Dana', '["100%"]', 0, 1, 'halted', 'Three of three have failed.', now() + $2::interval)`,
        [rolloutId, at],
      );
    await rollout(before, '-1 hour');
    const [everywhere, shop, yard] = [await rule('rollout.halted'), await rule('rollout.halted', { scope: { siteIds: [fleet.shop] } }), await rule('rollout.halted', { scope: { siteIds: [fleet.yard] } })];
    await rollout(id, '1 second');
    await query(`INSERT INTO rollout_device (rollout_id, device_id, action) VALUES ($1, $2, 'update')`, [id, fleet.gate]);
    await raiseLevels(core);
    expect(await told(everywhere)).toEqual([{ event: 'rollout.halted', facts: { title: 'Standard, version 2', reason: 'Three of three have failed.' }, places: ['Yard:1'] }]);
    expect([(await told(shop)).length, (await told(yard)).length]).toEqual([0, 1]);
    await query(`UPDATE rollout SET state = 'running' WHERE id = $1`, [id]);
    await raiseLevels(core);
    await query(`UPDATE rollout SET state = 'halted', state_at = now() + interval '2 seconds' WHERE id = $1`, [id]);
    await raiseLevels(core);
    await raiseLevels(core);
    expect(await told(everywhere)).toHaveLength(2);
  });

  it('of an unknown remote agent is told once, unless it was approved or was there before the rule', async () => {
    const stranger = (place: string, seen: string) =>
      query(`INSERT INTO stranger_agent (id, device_id, provider, place, running, first_seen_at) VALUES (gen_random_uuid(), $1, 'mesh-central', $2, true, now() + $3::interval)`, [fleet.oven, place, seen]);
    await stranger('/opt/old', '-1 hour');
    const id = await rule('unknown-remote-agent.found');
    await stranger('/opt/new', '1 second');
    for (let look = 0; look < 3; look++) await raiseLevels(core);
    expect(await told(id)).toMatchObject([{ facts: { place: '/opt/new', provider: 'mesh-central' }, places: ['Shop:1'] }]);
  });

  it('of a provider is told when it has been down for as long as the rule says, and when it is up again', async () => {
    const health = (word: string, ago: string) => query(`UPDATE provider_instance SET health = $1, health_since = now() - $2::interval`, [word, ago]);
    await health('reachable', '1 day');
    const [down, up, patient] = [await rule('provider.down'), await rule('provider.up'), await rule('provider.down', { parameters: { afterMinutes: 30 } })];
    await raiseLevels(core);
    await health('unreachable', '30 seconds');
    await raiseLevels(core);
    expect([await told(down), await told(up)]).toEqual([[], []]);
    await health('unreachable', '2 minutes');
    await raiseLevels(core);
    expect([(await told(down)).length, (await told(up)).length, (await told(patient)).length]).toEqual([1, 0, 0]);
    await health('reachable', '1 second');
    await raiseLevels(core);
    await raiseLevels(core);
    expect([(await told(down)).length, (await told(up)).length, (await told(patient)).length]).toEqual([1, 1, 0]);
    expect(await told(up)).toMatchObject([{ facts: { name: 'Embedded' }, places: [] }]);
  });

  it('of a provider is not told as up by a rule that was switched off while it was down', async () => {
    await query(`UPDATE provider_instance SET health = 'unreachable', health_since = now() - interval '1 hour'`);
    const up = await rule('provider.up');
    await raiseLevels(core);
    await dana.patch(`/notification-rules/${up}`, { enabled: false });
    await raiseLevels(core);
    await query(`UPDATE provider_instance SET health = 'reachable', health_since = now()`);
    await dana.patch(`/notification-rules/${up}`, { enabled: true });
    await raiseLevels(core);
    expect(await told(up)).toEqual([]);
  });

  it('of an approval is told to rules that are for all its sites', async () => {
    const [all, both, some] = [await rule('approval.waiting'), await rule('approval.waiting', { scope: { siteIds: [fleet.shop, fleet.yard] } }), await rule('approval.waiting', { scope: { siteIds: [fleet.shop] } })];
    await query(
      `INSERT INTO approval (id, plan_hash, plan, request, title, requested_by, requested_by_name, expires_at, created_at)
       SELECT gen_random_uuid(), '', $1, '{}', 'Change the policy', id, name, now() + interval '1 hour', now() + interval '1 second' FROM operator LIMIT 1`,
      [JSON.stringify({ bySite: [{ siteId: fleet.shop }, { siteId: fleet.yard }] })],
    );
    await raiseLevels(core);
    expect(await told(all)).toMatchObject([{ facts: { title: 'Change the policy', by: 'Dana Okafor' }, places: ['Shop:0', 'Yard:0'] }]);
    expect([(await told(both)).length, (await told(some)).length]).toEqual([1, 0]);
  });

  it('of an engine with known holes is told once for its version', async () => {
    await query(`UPDATE provider_instance SET below_floor = true, engine_version = '1.0.0'`);
    const id = await rule('engine.below-floor');
    await raiseLevels(core);
    await raiseLevels(core);
    expect(await told(id)).toMatchObject([{ facts: { name: 'Embedded', version: '1.0.0' } }]);
    await query('UPDATE provider_instance SET below_floor = false');
    await raiseLevels(core);
    expect(await told(id)).toHaveLength(1);
  });

  it('of the break-glass account and of API keys that end soon is told once each', async () => {
    const [used, expiring] = [await rule('break-glass.used'), await rule('api-key.expiring')];
    await raiseLevels(core);
    expect([await told(used), await told(expiring)]).toEqual([[], []]);
    await query(`INSERT INTO operator (id, email, name, role, allow_remote_control, scope_all, break_glass, break_glass_used_at) VALUES (gen_random_uuid(), 'break-glass@example.test', 'Break-glass account', 'super-admin', true, true, true, now())`);
    for (const days of [6, 30]) {
      await query(`INSERT INTO api_key (id, operator_id, name, secret_hash, rights, scope_all, expires_at) SELECT gen_random_uuid(), id, 'Reports', '', '{}', true, now() + make_interval(days => $1) FROM operator WHERE break_glass`, [days]);
    }
    await raiseLevels(core);
    await raiseLevels(core);
    expect(await told(used)).toMatchObject([{ facts: { by: 'break-glass@example.test' } }]);
    expect(await told(expiring)).toMatchObject([{ facts: { name: 'Reports', reason: expect.stringMatching(/^It belongs to Break-glass account and ends on \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/) } }]);
  });

  it('and what is raised are told with the transaction that causes them, or not at all', async () => {
    const [all, yard] = [await rule('unknown-remote-agent.found'), await rule('unknown-remote-agent.found', { scope: { siteIds: [fleet.yard] } })];
    const event = { event: 'unknown-remote-agent.found', key: 'told by hand', facts: { place: '/opt' }, siteIds: [fleet.shop] } as const;
    await expect(core.run(async (tx) => {
      await raise(tx, event);
      throw new Error('something else went wrong');
    })).rejects.toThrow('something else');
    expect(await told(all)).toEqual([]);
    await core.run((tx) => raise(tx, event));
    await core.run((tx) => raise(tx, event));
    expect([await told(all), await told(yard)]).toMatchObject([[{ places: ['Shop:0'] }], []]);
    // web raises too, with its own login.
    const asWeb = await openDataSource({ url: web.database.webUrl, poolSize: 1 });
    await new UnitOfWork(asWeb).run((tx) => raise(tx, { ...event, key: 'told by web' }));
    await asWeb.destroy();
    expect(await told(all)).toHaveLength(2);
  });
});
