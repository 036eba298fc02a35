import { KnownSessions } from '../../src/accounts/index.js';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import { AgentOnTheWire } from '../support/agent-on-the-wire.js';
import { BrowserSession } from '../support/browser-session.js';
import { type Fleet, fleetOf } from '../support/fleet.js';
import { publishServerKeys } from '../support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { DATABASE_FAULTS, type Fault, Saboteur } from '../support/saboteur.js';

const FAULTS: readonly (readonly [string, Fault, number])[] = [
  ['its connection is cut', DATABASE_FAULTS.cut, 503],
  ['it is shutting down', DATABASE_FAULTS.shutDown, 503],
  ['it has no room for another connection', DATABASE_FAULTS.full, 503],
  ['it fails in a way that nobody has foreseen', DATABASE_FAULTS.unforeseen, 500],
];
const MOST_CALLS = 60;
/** The way back, and what the stream of events reads after the act is done. */
const NOT_OF_THE_ACT = /^(ROLLBACK|LISTEN|SELECT client_id FROM site WHERE id = \$1$)/;

describe('R44 when the database fails', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let theo: BrowserSession;
  let fleet: Fleet;
  let site: string;
  let token: string;
  const saboteur = new Saboteur('latchkey web', NOT_OF_THE_ACT);

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await publishServerKeys(web.database.dataSource);
    theo = await hired(web, dana, 'theo', { clientIds: [fleet.bakery] }, true);
    site = fleet.shop;
    ({ token } = (await dana.post('/enrolment-tokens', { siteId: site, maxUses: 1000 })).body);
    // Ready to be opened, so that only a failure can be what refuses.
    const source = web.database.dataSource;
    await source.query(`UPDATE deployment_evidence e SET remote_id = 'r', verified_remote_id = 'r', verified_incarnation = 1, verified_at = now() FROM deployment p WHERE p.id = e.deployment_id AND p.device_id = $1`, [fleet.till]);
    await source.query(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, connected, seen_at) SELECT id, 'r', $1, true, now() + interval '1 hour' FROM provider_instance`, [fleet.till]);
    saboteur.install();
  }, 60_000);
  afterAll(async () => {
    saboteur.uninstall();
    await web.close();
  });

  /** What an act would have allowed, were it allowed: counted before and after. */
  const granted = async (): Promise<Record<string, number>> =>
    (
      await web.database.dataSource.query(
        `SELECT (SELECT count(*)::int FROM launch WHERE state = 'requested') AS launches, (SELECT count(*)::int FROM operator) AS users, (SELECT count(*)::int FROM client) AS clients,
                (SELECT count(*)::int FROM enrolment_token) AS tokens, (SELECT count(*)::int FROM device) AS devices, (SELECT count(*)::int FROM operator WHERE role = 'super-admin') AS admins`,
      )
    )[0];
  let made = 0;
  const knock = () => new AgentOnTheWire(web.url).knock(new AgentOnTheWire(web.url).request(token));

  const acts: [string, () => Promise<{ status: number }>, boolean][] = [
    ['a device is opened', () => theo.post(`/devices/${fleet.till}/launch`, { mode: 'terminal' }), true],
    ['it is asked whether a device can be opened', () => theo.get(`/devices/${fleet.till}/launchability?mode=terminal`), false],
    ['a device is read', () => theo.get(`/devices/${fleet.till}`), false],
    ['all devices are read', () => theo.get('/devices'), false],
    ['somebody is hired', () => dana.post('/users', { name: 'New', email: `new${++made}@northwind.example`, role: 'super-admin' }), true],
    ['a client is made', () => dana.post('/clients', { name: `New ${++made}` }), true],
    ['a token is made', () => dana.post('/enrolment-tokens', { siteId: site }), true],
    ['a device enrols', knock, true],
    ['somebody signs in', () => new BrowserSession(web.url).post('/auth/login', { email: 'theo@northwind.example', password: 'gravel-lantern-otter' }), false],
    ['somebody asks who he is', () => theo.get('/auth/me'), false],
    ['the set-up is asked for', () => new BrowserSession(web.url).get('/setup'), false],
    ['the audit log is read', () => dana.get('/audit'), false],
  ];

  it.each(acts)('at any of its statements while %s, nothing is allowed', async (what, unprepared, grants) => {
    const isOpen = what === 'the set-up is asked for';
    const act = () => {
      // Who asks is to be found out each time, too.
      web.part(KnownSessions).forget(() => true);
      return unprepared();
    };
    const calls = await saboteur.callsOf(async () => {
      const { status } = await act();
      expect(isOpen ? status === 404 : status < 300).toBe(true);
    });
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(MOST_CALLS);
    const allowed: string[] = [];
    for (const [why, fault, expected] of FAULTS) {
      for (let at = 1; at <= calls; at++) {
        // What the server does by itself each second may be hit instead; then it is the act's turn at the next try.
        let status = 0;
        for (let tries = 0; tries < 3 && status !== expected; tries++) {
          const before = grants ? await granted() : {};
          ({ status } = await saboteur.failing(at, fault, act));
          if (grants && status >= 400) expect({ why, at, granted: await granted() }).toEqual({ why, at, granted: before });
        }
        if (status !== expected) allowed.push(`${why}, statement ${at} of ${calls} → ${status}`);
      }
    }
    expect(allowed).toEqual([]);
    // And it was the fault that refused, nothing that it left behind.
    const { status } = await act();
    expect(isOpen ? status === 404 : status < 300).toBe(true);
  }, 120_000);
});
