import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { recordCoreAlive } from '../../platform/core-presence.js';
import { randomIds } from '../../platform/ids.js';
import type { AttentionItemView } from './attention.view.js';

describe('what waits for a person', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query(text, values);

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await web.database.dataSource.transaction((tx) => recordCoreAlive(tx, randomIds.uuid()));
    await sql('UPDATE device SET quarantined = false, claimed_at = NULL');
    await sql('DELETE FROM remote_endpoint');
  });
  afterAll(() => web.close());

  const waiting = async (who = dana, query = ''): Promise<AttentionItemView[]> => (await who.get(`/attention${query}`)).body.items;
  const kinds = async (who = dana, query = ''): Promise<string[]> => (await waiting(who, query)).map(({ kind }) => kind);

  it('is the device that fails, under what causes it, and nothing that goes on by itself', async () => {
    expect(await waiting()).toMatchObject([{ kind: 'devices-failing', count: 1, devices: 1, name: expect.any(String), at: expect.any(String) }]);
  });

  it('is nothing of clients that somebody does not look after, or does not look at', async () => {
    expect(await kinds(await hired(web, dana, 'theo', { siteIds: [fleet.yard] }))).toEqual([]);
    expect(await kinds(dana, `?clientId=${fleet.bakery}`)).toEqual(['devices-failing']);
    expect(await kinds(dana, `?siteId=${fleet.yard}`)).toEqual([]);
  });

  it('is a device of doubtful identity, for those who may settle it', async () => {
    await sql('UPDATE device SET quarantined = true WHERE id = $1', fleet.gate);
    expect((await waiting()).find(({ kind }) => kind === 'identity-doubts')).toMatchObject({ count: 1, id: fleet.gate });
    expect(await kinds(await hired(web, dana, 'otis', { all: true }))).not.toContain('identity-doubts');
    await sql('UPDATE device SET quarantined = false');
  });

  it('is a provider that does not answer, and the freeze, with who ordered it', async () => {
    await sql(`UPDATE provider_instance SET health = 'unreachable'`);
    await dana.put('/freeze', { frozen: true, reason: 'a bad morning' });
    const found = await waiting();
    expect(found.find(({ kind }) => kind === 'provider-unreachable')).toMatchObject({ count: 1, name: 'Embedded' });
    expect(found.find(({ kind }) => kind === 'frozen')).toMatchObject({ name: 'Dana Okafor' });
    expect(found.map(({ kind }) => kind)).toEqual(['provider-unreachable', 'frozen', 'devices-failing']);
    await dana.put('/freeze', { frozen: false });
    await sql(`UPDATE provider_instance SET health = 'reachable'`);
  });

  it('is an exclusion or an override that ends within a week, with the moment when the first does', async () => {
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    await dana.post('/exclusions', { kind: 'exclude', target: { deviceId: fleet.till }, reason: 'rented out', expiresAt: inDays(3) });
    await dana.post('/exclusions', { kind: 'exclude', target: { deviceId: fleet.gate }, reason: 'rented out', expiresAt: inDays(30) });
    const found = (await waiting()).find(({ kind }) => kind === 'expiring');
    expect(found).toMatchObject({ count: 1, name: 'baker-till' });
    expect(Date.parse(String(found!.at))).toBeLessThan(Date.parse(inDays(4)));
  });

  it('is a core that is away, for those who can start it', async () => {
    await sql('DELETE FROM core_process');
    expect((await kinds())[0]).toBe('core-down');
    expect(await kinds(await hired(web, dana, 'mona', { all: true }))).not.toContain('core-down');
  });
});
