import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCommand } from './run-command.js';
import { installPackage, removeProduct } from './windows-installer.js';

describe('Windows Installer', () => {
  const log = join(mkdtempSync(join(tmpdir(), 'latchkey-msi-')), 'install.log');
  const ends = (exitCode: number | null, text = ''): { run: RunCommand; asked: string[][] } => {
    const asked: string[][] = [];
    return {
      asked,
      run: async (command, args) => {
        asked.push([command, ...args]);
        writeFileSync(log, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
        return { exitCode, output: '' };
      },
    };
  };

  it('is asked to be silent, and never to restart the device', async () => {
    const { run, asked } = ends(0);
    expect(await installPackage(run, 'C:\\agent.msi', log, { INSTALLDIR: 'C:\\Agent' })).toEqual({ done: true, restartNeeded: false, exitCode: 0, detail: '' });
    await removeProduct(run, '{A}', log);
    expect(asked).toEqual([
      ['msiexec.exe', '/i', 'C:\\agent.msi', '/qn', '/norestart', '/l*v', log, 'INSTALLDIR=C:\\Agent'],
      ['msiexec.exe', '/x', '{A}', '/qn', '/norestart', '/l*v', log],
    ]);
  });

  it('a message in its log names the cause better than its exit code', async () => {
    expect(await installPackage(ends(1603, 'Error 1706. No valid source could be found').run, 'x', log)).toMatchObject({ errorCode: 'RA-MSI-09', exitCode: 1603 });
    expect(await installPackage(ends(1603, 'Error 1925. You do not have sufficient privileges').run, 'x', log)).toMatchObject({ errorCode: 'RA-MSI-14' });
  });

  it('a failure carries the tail of the log, and one that did not end says so', async () => {
    expect((await installPackage(ends(1603, `${'x'.repeat(9000)} the last line`).run, 'x', log)).detail).toMatch(/^msiexec ended with 1603\. x+ the last line$/);
    expect(await installPackage(ends(null).run, 'x', log)).toMatchObject({ errorCode: 'RA-MSI-99', detail: 'msiexec ended with no exit code.' });
  });
});
