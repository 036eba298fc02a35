import { ReconciledFleet } from '../../test/support/reconciled-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';

describe('a device whose policy asks for what only the administrator of the server can vouch for', () => {
  let database: TestDatabase;
  let world: ReconciledFleet;
  let desk: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    world = await ReconciledFleet.of(database, 1, { enabled: true, 'consent.mode': 'always' });
    [desk] = world.fleet.deviceIds as [string];
    await world.everythingReady();
  }, 120_000);
  afterAll(() => database.close());

  async function connectionSays(said: Record<string, string>, kind = 'screen-connect'): Promise<void> {
    await world.sql(`UPDATE provider_instance SET kind = $2, embedded = false, connection = $1`, said, kind);
    await world.lookAgain();
  }
  const configured = () =>
    world.one<{ status: string; reason: string; message: string }>(`SELECT c ->> 'status' AS status, c ->> 'reason' AS reason, c ->> 'message' AS message FROM deployment_status, jsonb_array_elements(conditions) c WHERE c ->> 'type' = 'Configured'`);
  const lastEvent = () => world.one<{ actor: string; cause: string }>('SELECT actor, cause FROM deployment_event ORDER BY id DESC LIMIT 1');

  it.each([
    ['nobody has said it', {}],
    ['it is denied', { rolesAskForConsent: 'no' }],
  ])('is as good as it can be, and names what is missing and what to do, where %s', async (_, said) => {
    await connectionSays({ rolesAskForConsent: 'yes' });
    await connectionSays(said);
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: 'RA-CFG-02' });
    expect(await configured()).toMatchObject({ status: 'true', reason: 'ServerNotConfirmed', message: expect.stringMatching(/RA-CFG-02: .*confirm/) });
    expect(await lastEvent()).toEqual({ actor: 'Latchkey', cause: 'Nobody has confirmed that the server does what the policy needs of it.' });
    expect(await world.orderOf(desk)).toBeNull();
  });

  it('has nothing more once the word is given, and needs nobody for that', async () => {
    await connectionSays({});
    await connectionSays({ rolesAskForConsent: 'yes' });
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: null });
    expect(await configured()).toMatchObject({ status: 'true', reason: 'AsDesired' });
    expect(await lastEvent()).toMatchObject({ actor: 'Latchkey', cause: expect.stringContaining('The server is said to do') });
  });

  it('has nothing of the kind where the product does it by itself', async () => {
    await connectionSays({}, 'mesh-central');
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: null });
  });

  it('has nothing either once its policy asks nobody', async () => {
    await connectionSays({});
    await world.sql(`UPDATE policy SET settings = settings || '{"consent.mode": "never"}'`);
    await world.settle();
    const evidence = { provider: 'mesh-central', installed: true, running: true, remoteId: `remote of ${desk}`, proofNumber: 1 };
    await world.report(desk, 'apply-settings', { evidence });
    expect(await world.statusOf(desk)).toEqual({ phase: 'READY', code: null });
  });
});
