import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandResult, RunCommand } from '../../system/run-command.js';
import { ForeignClients } from './foreign-clients.js';
import { LaunchParameters } from './launch-parameters.js';
import { LinuxClient } from './linux-client.js';
import { LinuxPackages } from './linux-packages.js';
import { SystemdServices } from './linux-services.js';
import { codeOfInstaller, MacClient } from './macos-client.js';
import { parseClientServices, parseImagePath, WindowsClient } from './windows-client.js';
import { parseSigner } from './windows-signer.js';

const OURS = '0123456789abcdef';
const THEIRS = 'fedcba9876543210';
const SESSION = '3b0f4f0e-5d0a-4a55-9d1e-6f2b8a9c7d10';
const QUERY = `?e=Access&y=Guest&h=relay.example.org&p=443&s=${SESSION}&k=x&c=Harbour`;
const PARAMETERS = LaunchParameters.in(QUERY)!;

/** Answers commands by how they begin, and notes what was asked. */
function answering(answers: Readonly<Record<string, Partial<CommandResult>>>) {
  const asked: string[] = [];
  const run: RunCommand = async (command, args) => {
    const line = [command, ...args].join(' ');
    asked.push(line);
    const [, answer] = Object.entries(answers).find(([beginning]) => line.startsWith(beginning)) ?? [];
    return { exitCode: 0, output: '', ...answer };
  };
  return { run, asked };
}

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'latchkey-clients-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text = '', mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode });
}

describe('clients on Windows', () => {
  const name = (fingerprint: string) => `ScreenConnect Client (${fingerprint})`;
  const KEY = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
  /** The form of `reg query <key> /k /f <text>` is that of learn.microsoft.com/windows-server/administration/windows-commands/reg-query; names are those of the vendor notes, section 3.3. */
  const SERVICES = `\r\n${KEY}\\${name(OURS)}\r\n${KEY}\\${name(THEIRS.toUpperCase())}\r\n\r\nEnd of search: 2 match(es) found.\r\n`;
  const imagePath = (fingerprint: string, query: string) =>
    `\r\n${KEY}\\${name(fingerprint)}\r\n    ImagePath    REG_EXPAND_SZ    "C:\\Program Files (x86)\\${name(fingerprint)}\\ScreenConnect.ClientService.exe" "${query}"\r\n\r\n`;
  /** As `reg query …\\Uninstall /s` prints it, with what the notes say of the entry. */
  const UNINSTALL = [
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A01}',
    `    DisplayName    REG_SZ    ${name(OURS)}`,
    '    DisplayVersion    REG_SZ    26.1.5.9500',
    '    Publisher    REG_SZ    ScreenConnect Software',
    '    WindowsInstaller    REG_DWORD    0x1',
    '',
  ].join('\r\n');
  const DEVICE = {
    'reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services /k': { output: SERVICES },
    [`reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name(OURS)}`]: { output: imagePath(OURS, QUERY) },
    [`reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name(THEIRS)}`]: { output: imagePath(THEIRS, '?e=Access&y=Guest&h=evil.example.net&p=443&k=y') },
    'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall': { output: UNINSTALL },
  };
  const windows = (run: RunCommand) => new WindowsClient(run, join(root, 'installer.log'), [join(root, 'Program Files (x86)'), join(root, 'Program Files')]);

  it('are told apart by their fingerprints, each with the session and relay in its command line', async () => {
    const found = await windows(answering(DEVICE).run).clients();
    expect(found.map(({ fingerprint, parameters, place }) => [fingerprint, parameters?.sessionId, parameters?.relayHost, place])).toEqual([
      [OURS, SESSION, 'relay.example.org', `C:\\Program Files (x86)\\${name(OURS)}`],
      [THEIRS, undefined, 'evil.example.net', `C:\\Program Files (x86)\\${name(THEIRS)}`],
    ]);
    expect(parseClientServices('End of search: 0 match(es) found.\r\n')).toEqual([]);
    expect(parseImagePath('ERROR: The system was unable to find the specified registry key or value.')).toBe('');
  });

  it('are installed silently with their parameters, and the installer’s exit code is told', async () => {
    const wanted = { artifact: 'C:\\state\\client.msi', format: 'msi' as const, fingerprint: OURS, parameters: PARAMETERS };
    const { run, asked } = answering({ 'msiexec.exe': { exitCode: 3010 } });
    expect(await windows(run).install(wanted)).toBe(true);
    expect(asked).toEqual([`msiexec.exe /i C:\\state\\client.msi /qn /norestart /l*v ${join(root, 'installer.log')} SERVICE_CLIENT_LAUNCH_PARAMETERS=${QUERY}`]);
    for (const [exitCode, code] of [[1618, 'RA-MSI-02'], [1619, 'RA-MSI-06'], [1603, 'RA-MSI-01'], [1625, 'RA-MSI-07'], [1602, 'RA-MSI-04'], [1638, 'RA-MSI-03'], [1612, 'RA-MSI-09'], [null, 'RA-MSI-99']] as const) {
      await expect(windows(answering({ 'msiexec.exe': { exitCode } }).run).install(wanted)).rejects.toMatchObject({ code });
    }
  });

  it('are not installed when another signed them than the connection says', async () => {
    const said = (status: string, thumbprint: string) => ({ 'powershell.exe': { output: `status ${status}\r\nsha1 ${thumbprint}\r\n` } });
    const install = (answers: Record<string, Partial<CommandResult>>) => {
      const { run, asked } = answering(answers);
      const done = windows(run).install({ artifact: 'C:\\state\\client.msi', format: 'msi', fingerprint: OURS, parameters: PARAMETERS, expectedSigner: 'ab'.repeat(20) });
      return { done, asked };
    };
    expect(await install(said('Valid', 'AB'.repeat(20))).done).toBe(false);
    for (const answers of [said('Valid', 'CD'.repeat(20)), said('HashMismatch', 'AB'.repeat(20)), said('NotSigned', ''), {}]) {
      const { done, asked } = install(answers);
      await expect(done).rejects.toMatchObject({ code: 'RA-PKG-02' });
      expect(asked.some((line) => line.startsWith('msiexec'))).toBe(false);
    }
    expect(parseSigner('')).toEqual({ status: 'unknown', thumbprints: [] });
  });

  it('are removed by their product code; one that the installer does not know is gone', async () => {
    for (const exitCode of [0, 1605]) {
      const { run, asked } = answering({ ...DEVICE, 'msiexec.exe': { exitCode }, 'sc.exe query ': { exitCode: 1060 } });
      expect(await windows(run).remove(OURS)).toEqual(['process', 'unit', 'folder']);
      expect(asked).toContainEqual(expect.stringContaining('msiexec.exe /x {7D0F8A54-98F5-4F1C-8A58-3F0F6D3C6A01} /qn /norestart'));
      expect(asked.filter((line) => line.includes(THEIRS))).toEqual([]);
    }
    await expect(windows(answering({ ...DEVICE, 'msiexec.exe': { exitCode: 1603 } }).run).remove(OURS)).rejects.toMatchObject({ code: 'RA-MSI-01' });
  });

  it('that a dirty removal left as a service are deleted', async () => {
    let registered = true;
    const { run: answer, asked } = answering({});
    const run: RunCommand = async (command, args) => {
      if (args[0] === 'delete') registered = false;
      const result = await answer(command, args);
      return args[0] === 'query' && command === 'sc.exe' ? { ...result, exitCode: registered ? 0 : 1060 } : result;
    };
    expect(await windows(run).remove(OURS)).toEqual(['process', 'unit', 'folder']);
    expect(asked).toContain(`sc.exe delete ${name(OURS)}`);
  });

  it('are given other parameters by the service manager', async () => {
    const { run, asked } = answering(DEVICE);
    const system = windows(run);
    const [ours] = await system.clients();
    await system.writeParameters(ours!, PARAMETERS);
    expect(asked.at(-1)).toBe(`sc.exe config ${name(OURS)} binPath= "C:\\Program Files (x86)\\${name(OURS)}\\ScreenConnect.ClientService.exe" "${QUERY}"`);
    expect(await system.version(ours!)).toBe('26.1.5.9500');
  });
});

describe('clients on macOS', () => {
  const app = `opt/connectwisecontrol-${OURS}.app`;
  const label = `connectwisecontrol-${OURS}`;
  const plists = [`Library/LaunchDaemons/${label}.plist`, `Library/LaunchAgents/${label}-onlogin.plist`, `Library/LaunchAgents/${label}-prelogin.plist`];
  beforeEach(() => {
    put(`${app}/Contents/MacOS/client`, '', 0o755);
    put(`${app}/Contents/Resources/ClientLaunchParameters.txt`, QUERY);
    put(`Applications/screenconnect-${THEIRS}.app/ClientLaunchParameters.txt`, '?e=Access&y=Guest&h=evil.example.net&p=443&k=y');
    for (const plist of plists) put(plist);
  });

  it('are found where the vendor puts them, with their parameters inside or beside', async () => {
    const found = await new MacClient(answering({}).run, root).clients();
    expect(found.map(({ fingerprint, parameters, programs }) => [fingerprint, parameters?.sessionId, parameters?.relayHost, programs])).toEqual([
      [OURS, SESSION, 'relay.example.org', ['client']],
      [THEIRS, undefined, 'evil.example.net', []],
    ]);
  });

  it('are removed with their daemon and agents, and nobody else’s are', async () => {
    const { run, asked } = answering({ '/bin/launchctl print': { exitCode: 113, output: 'Could not find service' } });
    expect(await new MacClient(run, root).remove(OURS)).toEqual(['process', 'unit', 'folder']);
    expect([app, ...plists].filter((path) => existsSync(join(root, path)))).toEqual([]);
    expect(existsSync(join(root, `Applications/screenconnect-${THEIRS}.app`))).toBe(true);
    expect(asked).toEqual([`/bin/launchctl bootout system/${label}`, `/bin/launchctl print system/${label}`]);
  });

  it('keep the rights of the file that holds their parameters', async () => {
    const system = new MacClient(answering({}).run, root);
    const [ours] = await system.clients();
    await system.writeParameters(ours!, LaunchParameters.in(QUERY.replace('Harbour', 'Quay'))!);
    expect(readFileSync(join(root, app, 'Contents/Resources/ClientLaunchParameters.txt'), 'utf8')).toContain('c=Quay');
  });

  /** From the manual installer(8) and what public support threads quote of its output; never seen on a Mac of ours. */
  it.each([
    ['installer: Must be run as root to install this package.', 'RA-LNX-07'],
    ['installer: Error - the package path specified was invalid: \'client.pkg\'.', 'RA-MSI-06'],
    ['installer: Package name is X\ninstaller: Certificate used to sign package is not trusted. The package is untrusted.', 'RA-OSX-03'],
    ['installer: The install failed.', 'RA-MSI-99'],
  ])('are not installed with %s', (output, code) => {
    expect(codeOfInstaller({ exitCode: 1, output })).toBe(code);
  });
});

describe('clients on Linux', () => {
  const linux = (run: RunCommand) => new LinuxClient(root, new LinuxPackages(run), new SystemdServices(run, root));
  const folder = (fingerprint: string, beginning = 'connectwisecontrol') => `opt/${beginning}-${fingerprint}`;
  beforeEach(() => {
    put(`${folder(OURS)}/client.jar`);
    put(`${folder(OURS)}/ClientLaunchParameters.txt`, QUERY);
    put(`${folder(THEIRS, 'screenconnect')}/ClientLaunchParameters.txt`, '?e=Access&y=Guest&h=evil.example.net&p=443&k=y');
    put(`etc/init.d/connectwisecontrol-${OURS}`);
  });

  it.each([
    ['dpkg', { 'dpkg-query': { output: 'installed 26.1.5.9500' } }, ['dpkg --purge connectwisecontrol-0123456789abcdef']],
    ['rpm', { 'dpkg-query': { exitCode: 1 } }, ['rpm --query connectwisecontrol-0123456789abcdef', 'rpm --erase connectwisecontrol-0123456789abcdef']],
    ['neither, as a script installed it', { 'dpkg-query': { exitCode: 1 }, 'rpm --query': { exitCode: 1 } }, ['rpm --query connectwisecontrol-0123456789abcdef']],
  ])('are removed by the tool that has them: %s', async (_, answers, expected) => {
    const { run, asked } = answering(answers);
    expect(await linux(run).remove(OURS)).toEqual(['process', 'unit', 'folder']);
    expect(asked.filter((line) => /^(dpkg|rpm) /.test(line))).toEqual(expected);
    expect([existsSync(join(root, folder(OURS))), existsSync(join(root, folder(THEIRS, 'screenconnect')))]).toEqual([false, true]);
  });

  it.each([
    ['deb', 'dpkg --install /state/client.deb'],
    ['rpm', 'rpm --upgrade --replacepkgs /state/client.rpm'],
    ['executable', 'sh /state/client.executable'],
  ] as const)('are installed from %s', async (format, line) => {
    const { run, asked } = answering({});
    await linux(run).install({ artifact: `/state/client.${format}`, format, fingerprint: OURS, parameters: PARAMETERS });
    expect(asked).toEqual([line]);
  });

  it('that a tool left half installed are taken away again, and one that was there before is not', async () => {
    const failing = answering({ 'dpkg --install': { exitCode: 1, output: 'dependency problems - leaving unconfigured' }, 'dpkg-query': { output: 'unpacked 1' } });
    const wanted = { artifact: '/state/client.deb', format: 'deb' as const, parameters: PARAMETERS };
    await expect(linux(failing.run).install({ ...wanted, fingerprint: OURS })).rejects.toMatchObject({ code: 'RA-LNX-02' });
    expect(existsSync(join(root, folder(OURS)))).toBe(true);
    const fresh = 'aaaabbbbccccdddd';
    const run: RunCommand = async (command, args) => {
      if (args[0] === '--install') put(`${folder(fresh)}/client.jar`);
      return failing.run(command, args);
    };
    await expect(linux(run).install({ ...wanted, fingerprint: fresh })).rejects.toMatchObject({ code: 'RA-LNX-02' });
    expect(failing.asked).toContain(`dpkg --purge connectwisecontrol-${fresh}`);
    expect(existsSync(join(root, folder(fresh)))).toBe(false);
  });

  it('of other instances are told of with their relay, and removed only where an order names their place', async () => {
    const { run, asked } = answering({ 'dpkg-query': { output: 'installed 1' } });
    const foreign = new ForeignClients(linux(run), true);
    const place = join(root, folder(THEIRS, 'screenconnect'));
    expect(await foreign.observe(OURS)).toMatchObject([
      { provider: 'screen-connect', installed: true, running: false, place, troubles: [{ code: 'RA-SEC-05', detail: `it belongs to instance ${THEIRS}, by way of evil.example.net` }] },
    ]);
    expect(asked).toEqual([]);
    for (const elsewhere of [join(root, folder(OURS)), '/opt', `${place}/..`]) {
      await expect(foreign.remove(elsewhere, OURS)).rejects.toMatchObject({ code: 'RA-ELG-04', outcome: 'refused' });
    }
    expect([existsSync(place), existsSync(join(root, folder(OURS)))]).toEqual([true, true]);
    expect(await foreign.remove(place, OURS)).toBe('removed');
    expect([existsSync(place), existsSync(join(root, folder(OURS)))]).toEqual([false, true]);
    expect(await foreign.observe(OURS)).toEqual([]);
  });

  it('of our instance that somebody installed by hand outside of our folder can be adopted', async () => {
    const foreign = new ForeignClients(linux(answering({}).run), false);
    expect((await foreign.observe(OURS)).map(({ troubles }) => troubles![0]!.code)).toEqual(['RA-AGT-12', 'RA-SEC-05']);
  });
});
