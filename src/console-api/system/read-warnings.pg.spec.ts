import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { recordCoreAlive } from '../../platform/core-presence.js';
import { randomIds } from '../../platform/ids.js';

describe('what everybody has to know on every page', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    await web.database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, engine_version, health) VALUES ($1, 'mesh-central', 'Frankfurt', '1.2.9', 'reachable')`, [randomIds.uuid()]);
  });
  afterAll(() => web.close());

  const warnings = async (who: BrowserSession): Promise<{ code: string; title: string; detail: string }[]> => (await who.get('/auth/me')).body.warnings;

  it('is that no core process is alive, until one is', async () => {
    expect(await warnings(dana)).toMatchObject([{ code: 'RA-SYS-02', detail: expect.stringMatching(/nothing can be opened/) }]);
    await web.database.dataSource.transaction((tx) => recordCoreAlive(tx, randomIds.uuid()));
    expect(await warnings(dana)).toEqual([]);
  });

  it('R41 is an engine below its floor, for everybody who signs in, without telling the hole', async () => {
    await web.database.dataSource.query('UPDATE provider_instance SET below_floor = true');
    const otis = await hired(web, dana, 'otis');
    for (const who of [dana, otis]) {
      const [warning, ...others] = await warnings(who);
      expect(warning).toMatchObject({ code: 'RA-INS-10', title: 'Instance version not supported', detail: expect.stringMatching(/^Frankfurt is older than \d+\.\d+\.\d+ and has holes/) });
      expect(warning!.detail).not.toContain('1.2.9');
      expect(others).toEqual([]);
    }
  });
});
