import { parsePrograms } from './installed-programs.js';

/** Printed by `reg query HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall /s /reg:64` of Wine 8.0 after the package of test/wine was installed, shortened; the second block is of the shape that installers without Windows Installer leave. */
const PRINTED = [
  'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A01}',
  '    DisplayName    REG_SZ    Latchkey tool',
  '    DisplayVersion    REG_SZ    1.2.3',
  '    WindowsInstaller    REG_DWORD    0x1',
  '',
  'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Some tool',
  '    DisplayName    REG_SZ    Some tool (x64)',
  '    NoModify    REG_DWORD    0x1',
  '',
  'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Nameless',
  '    SystemComponent    REG_DWORD    0x1',
  '',
].join('\r\n');

describe('the programs of a Windows device', () => {
  it('are read from its registry; what has no name is not shown there either', () => {
    expect(parsePrograms(PRINTED)).toEqual([
      { key: '{7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A01}', name: 'Latchkey tool', version: '1.2.3', isPackage: true },
      { key: 'Some tool', name: 'Some tool (x64)', version: null, isPackage: false },
    ]);
  });

  it('are none where the registry has no such key', () => {
    expect(parsePrograms('reg: Unable to find the specified registry key\r\n')).toEqual([]);
  });
});
