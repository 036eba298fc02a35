import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { recordCauseCleared } from '../deployment-status/index.js';

describe('a deployment that fails again and again', () => {
  let database: TestDatabase;
  let fleet: ReconciledFleet;
  let device: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    fleet = await ReconciledFleet.of(database, 1);
    [device] = fleet.fleet.deviceIds as [string];
    await fleet.fleet.assign();
    await fleet.settle();
  });
  afterEach(() => database.close());

  const fail = (errorCode: string) => fleet.report(device, 'install-remote-agent', { outcome: 'failed', errorCode, detail: 'as the test wants it' });
  const evidence = () => fleet.one<{ attempts: number; attempts_of_day: number; next_attempt_at: Date | null }>(
    'SELECT e.* FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id WHERE p.device_id = $1', device,
  );
  const minutesToNext = async () => (await fleet.one<{ minutes: number }>(
    `SELECT extract(epoch FROM next_attempt_at - failure_at)::float8 / 60 AS minutes FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id WHERE p.device_id = $1`, device,
  )).minutes;
  async function pauseIsOver(): Promise<void> {
    await fleet.sql(`UPDATE deployment_evidence SET next_attempt_at = now() - interval '1 second'`);
    await fleet.sql('UPDATE deployment SET due_at = now()');
    await fleet.settle();
  }
  const clear = async (by: string | null) => {
    await fleet.unit.run((tx) => recordCauseCleared(tx, device, 'RA-NET-01', by));
    await fleet.settle();
  };

  it('is given up after as many retries as the catalogue says, and not before', async () => {
    for (const retry of [1, 2, 3]) {
      await fail('RA-CFG-03');
      expect(await fleet.statusOf(device)).toEqual({ phase: 'RETRY_WAIT', code: 'RA-CFG-03' });
      expect((await evidence()).attempts).toBe(retry);
      await pauseIsOver();
    }
    await fail('RA-CFG-03');
    expect(await fleet.statusOf(device)).toEqual({ phase: 'FAILED', code: 'RA-CFG-03' });
    await pauseIsOver();
    expect(await fleet.orderOf(device)).toBeNull();
  });

  it('waits as long as the catalogue says of its code', async () => {
    await fail('RA-MSI-02');
    expect(await minutesToNext()).toBeGreaterThanOrEqual(24);
    expect(await minutesToNext()).toBeLessThanOrEqual(36);
    await pauseIsOver();
    await fail('RA-NET-01');
    expect(await minutesToNext()).toBeLessThanOrEqual(2.4);
  });

  it('begins anew when its cause goes away, but not for ever: a cause that comes and goes costs twelve attempts a day', async () => {
    for (let attempt = 1; attempt < 12; attempt++) {
      await fail('RA-NET-01');
      await clear(null);
      expect(await evidence()).toMatchObject({ attempts: 0, attempts_of_day: attempt });
    }
    await fail('RA-NET-01');
    await clear(null);
    expect(await fleet.statusOf(device)).toEqual({ phase: 'RETRY_WAIT', code: 'RA-NET-01' });
    expect(await evidence()).toMatchObject({ attempts: 1, attempts_of_day: 12 });
    await fleet.sql(`UPDATE deployment_evidence SET day_began_at = now() - interval '25 hours'`);
    await clear(null);
    expect(await fleet.orderOf(device)).toMatchObject({ kind: 'install-remote-agent' });
  });

  it('begins anew on the word of a person, however often that was', async () => {
    await fail('RA-NET-01');
    await fleet.sql('UPDATE deployment_evidence SET attempts_of_day = 40');
    await clear('Dana');
    expect(await evidence()).toMatchObject({ attempts: 0, attempts_of_day: 0 });
    expect(await fleet.orderOf(device)).toMatchObject({ kind: 'install-remote-agent' });
  });

  it('an order that the device took and never answered counts as a failed attempt, once, and is given again after a pause', async () => {
    const taken = await fleet.orderOf(device);
    await fleet.sql(`UPDATE instruction SET acknowledged_at = now() - interval '16 minutes', issued_at = now() - interval '16 minutes', expires_at = now() - interval '11 minutes'`);
    await fleet.sql('UPDATE deployment SET due_at = now()');
    await fleet.settle();
    expect(await fleet.statusOf(device)).toEqual({ phase: 'RETRY_WAIT', code: 'RA-SYS-01' });
    expect(await evidence()).toMatchObject({ attempts: 1, next_attempt_at: expect.any(Date) });
    expect(await fleet.orderOf(device)).toBeNull();
    await pauseIsOver();
    expect((await fleet.orderOf(device))?.id).not.toBe(taken?.id);
    expect(await evidence()).toMatchObject({ attempts: 1 });
  });

  it('an order that takes longer than it is valid is still the one order while its step goes on', async () => {
    await fleet.sql(`UPDATE instruction SET acknowledged_at = now() - interval '9 minutes', step = 'downloading', progress_at = now() - interval '1 minute', issued_at = now() - interval '9 minutes', expires_at = now() - interval '4 minutes'`);
    await fleet.sql('UPDATE deployment SET due_at = now()');
    await fleet.settle();
    expect(await fleet.statusOf(device)).toEqual({ phase: 'DOWNLOADING', code: null });
    expect(await fleet.one('SELECT count(*)::int AS n FROM instruction')).toEqual({ n: 1 });
  });
});
