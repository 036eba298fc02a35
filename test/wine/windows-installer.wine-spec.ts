import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildPackage } from './packages.js';
import { WinePrefix } from './wine-prefix.js';

const TOOL = '{7d0f8a54-98f5-4f1c-8a58-3f0f6d3c6a01}'.toUpperCase();

describe('the agent’s own modules on Windows, as Wine is Windows', () => {
  let wine: WinePrefix;
  let folder: string;
  beforeAll(() => {
    wine = WinePrefix.create();
    folder = dirname(wine.file('x'));
  }, 180_000);
  afterAll(() => wine.dispose());

  const msi = (facts: Parameters<typeof buildPackage>[1]) => wine.windows(buildPackage(folder, facts));
  const install = (file: string) => ({ kind: 'install', msi: file }) as const;

  it('install a package, find it in the registry, remove it by its product code, and say when it is gone already', async () => {
    const [before, installed, found, removed, after, again] = await wine.acts([
      { kind: 'programs' }, install(msi({ name: 'tool', productCode: TOOL })), { kind: 'programs' }, { kind: 'remove', productCode: TOOL }, { kind: 'programs' }, { kind: 'remove', productCode: TOOL },
    ]);
    expect(before).toEqual([]);
    expect(installed).toEqual({ done: true, restartNeeded: false, exitCode: 0, detail: '' });
    expect(found).toEqual([{ key: TOOL, name: 'Latchkey tool', version: '1.2.3', isPackage: true }]);
    expect(removed).toMatchObject({ done: true });
    expect(after).toEqual([]);
    expect(again).toMatchObject({ errorCode: 'RA-MSI-08', exitCode: 1605 });
  });

  it('read msiexec’s exit codes as the catalogue does', async () => {
    const refusing = msi({ name: 'refusing', productCode: '{7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A02}', condition: '0' });
    const restarting = msi({
      name: 'restarting', productCode: '{7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A03}',
      sql: `INSERT INTO \`InstallExecuteSequence\` (\`Action\`, \`Sequence\`) VALUES ('ScheduleReboot', 6601)`,
    });
    const [refused, restart] = await wine.acts([install(refusing), install(restarting)]);
    expect(refused).toMatchObject({ errorCode: 'RA-MSI-01', exitCode: 1603, detail: expect.stringContaining('msiexec ended with 1603.') });
    expect(restart).toEqual({ done: true, restartNeeded: true, exitCode: 3010, detail: '' });
  });

  /** Windows says 1619 and 1620 here; Wine has codes of its own, which is as good a proof of what happens to a code that nobody has mapped. */
  it('report an exit code that nobody has mapped, raw', async () => {
    const junk = wine.file('junk.msi');
    writeFileSync(junk, 'this is no package');
    const [missing, broken] = await wine.acts([install(wine.windows(wine.file('missing.msi'))), install(wine.windows(junk))]);
    for (const result of [missing, broken]) {
      expect(result).toMatchObject({ errorCode: 'RA-MSI-99', exitCode: expect.any(Number) });
      expect(result?.['detail']).toContain(`msiexec ended with ${result?.['exitCode']}.`);
    }
  });

  it('know the device by its MachineGuid, the same each time, and ask the service manager about a service that is not there', async () => {
    const [id, again, service] = await wine.acts([{ kind: 'hardware-id' }, { kind: 'hardware-id' }, { kind: 'service' }]);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(id);
    expect(service).toMatchObject({ processId: null, started: false });
  });
});
