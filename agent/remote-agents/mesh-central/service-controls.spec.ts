import type { CommandResult, RunCommand } from '../../system/run-command.js';
import { parseDaemonPid, parseDisabled, parseServicePid, parseStartType, parseUnitTrouble } from '../../system/service-reports.js';
import { LaunchdControl } from './launchd-control.js';
import { WindowsServiceControl } from './windows-service-control.js';

/** Answers commands as written down here, and notes what was asked. */
function answering(answers: Readonly<Record<string, Partial<CommandResult>>>) {
  const asked: string[] = [];
  const run: RunCommand = async (command, args) => {
    const line = [command, ...args].join(' ');
    asked.push(line);
    return { exitCode: 0, output: '', ...answers[line] };
  };
  return { run, asked };
}

const QUERYEX_RUNNING = `
SERVICE_NAME: latchkey_remote_agent
        TYPE               : 10  WIN32_OWN_PROCESS
        STATE              : 4  RUNNING
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
        WIN32_EXIT_CODE    : 0  (0x0)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0
        PID                : 4712
        FLAGS              :
`;

describe('a Windows service', () => {
  it.each([
    ['runs', QUERYEX_RUNNING, 4712],
    ['is stopped', QUERYEX_RUNNING.replace('4  RUNNING', '1  STOPPED').replace('4712', '0'), undefined],
    ['is starting', QUERYEX_RUNNING.replace('4  RUNNING', '2  START_PENDING'), undefined],
    ['does not exist', '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:', undefined],
  ])('that %s is seen as such', (_, output, pid) => {
    expect(parseServicePid(output)).toBe(pid);
  });

  it('that runs already counts as started', async () => {
    const { run } = answering({ 'sc.exe start latchkey_remote_agent': { exitCode: 1056 } });
    expect(await new WindowsServiceControl(run).start()).toBe(true);
  });

  it('that is disabled does not', async () => {
    const { run } = answering({ 'sc.exe start latchkey_remote_agent': { exitCode: 1058 } });
    expect(await new WindowsServiceControl(run).start()).toBe(false);
  });

  it('is gone only when the service manager does not know it', async () => {
    const query = 'sc.exe query latchkey_remote_agent';
    expect(await new WindowsServiceControl(answering({ [query]: { exitCode: 1060 } }).run).isUnregistered()).toBe(true);
    expect(await new WindowsServiceControl(answering({ [query]: { exitCode: 0 } }).run).isUnregistered()).toBe(false);
    expect(await new WindowsServiceControl(answering({ [query]: { exitCode: 5 } }).run).isUnregistered()).toBe(false);
  });

  it('that its uninstaller left is stopped, ended and deleted', async () => {
    const { run, asked } = answering({ 'sc.exe queryex latchkey_remote_agent': { output: QUERYEX_RUNNING } });
    await new WindowsServiceControl(run).eradicate();
    expect(asked).toEqual([
      'net.exe stop latchkey_remote_agent /y',
      'sc.exe queryex latchkey_remote_agent',
      'taskkill.exe /F /T /PID 4712',
      'sc.exe delete latchkey_remote_agent',
    ]);
  });

  it.each([
    [5, 'RA-MSI-14'],
    [1603, 'RA-MSI-01'],
    [-1, 'RA-MSI-99'],
    [null, 'RA-MSI-99'],
    [0, 'RA-MSI-99'],
  ])('that an installer ending with %s did not make is %s', (exitCode, code) => {
    expect(new WindowsServiceControl(answering({}).run).codeOfInstaller(exitCode)).toBe(code);
  });
});

const PRINT_RUNNING = `system/latchkey_remote_agent = {
	active count = 1
	path = /Library/LaunchDaemons/latchkey_remote_agent.plist
	type = LaunchDaemon
	state = running

	program = /opt/latchkey-remote-agent/meshagent
	pid = 812
	immediate reason = speculative
}
`;

describe('a macOS daemon', () => {
  it.each([
    ['runs', PRINT_RUNNING, 812],
    ['waits', PRINT_RUNNING.replace('state = running', 'state = waiting').replace('\tpid = 812\n', ''), undefined],
    ['does not exist', 'Could not find service "latchkey_remote_agent" in domain for system', undefined],
  ])('that %s is seen as such', (_, output, pid) => {
    expect(parseDaemonPid(output)).toBe(pid);
  });

  it('that is loaded already is kicked off', async () => {
    const { run } = answering({
      '/bin/launchctl bootstrap system /Library/LaunchDaemons/latchkey_remote_agent.plist': { exitCode: 5 },
    });
    expect(await new LaunchdControl(run).start()).toBe(true);
  });

  it('that Gatekeeper kills is told apart', () => {
    expect(new LaunchdControl(answering({}).run).codeOfInstaller(137)).toBe('RA-OSX-03');
  });
});

describe('what a service manager says is wrong with a service', () => {
  /** As `systemctl show --property=LoadState,ActiveState,UnitFileState,Result` prints it (systemd 252). */
  const shown = (bend: Record<string, string> = {}) =>
    Object.entries({ Result: 'success', LoadState: 'loaded', ActiveState: 'active', UnitFileState: 'enabled', ...bend })
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');

  it.each([
    { when: 'nothing is', output: shown(), trouble: null },
    { when: 'it is disabled', output: shown({ UnitFileState: 'disabled' }), trouble: { code: 'RA-AGT-03', detail: 'the unit is disabled' } },
    { when: 'it is masked', output: shown({ LoadState: 'masked', UnitFileState: 'masked' }), trouble: { code: 'RA-AGT-03', detail: 'the unit is masked' } },
    { when: 'it has failed', output: shown({ ActiveState: 'failed', Result: 'exit-code' }), trouble: { code: 'RA-LNX-04', detail: 'the unit has failed: exit-code' } },
    { when: 'systemd says nothing', output: '', trouble: null },
  ])('by systemd, when $when', ({ output, trouble }) => {
    expect(parseUnitTrouble(output)).toEqual(trouble);
  });

  /** `sc qc`, from Microsoft's documentation of the command. */
  it.each([
    ['2   AUTO_START', null],
    ['3   DEMAND_START', { code: 'RA-AGT-03', detail: 'the service does not start with the system' }],
    ['4   DISABLED', { code: 'RA-AGT-03', detail: 'the service is disabled' }],
  ])('by Windows, which says %s', (type, trouble) => {
    expect(parseStartType(`[SC] QueryServiceConfig SUCCESS\n\n        TYPE               : 10  WIN32_OWN_PROCESS\n        START_TYPE         : ${type}\n        ERROR_CONTROL      : 1   NORMAL\n`)).toEqual(trouble);
  });

  /** `launchctl print-disabled system`, as Apple's manual shows it. */
  it.each([['enabled', null], ['disabled', { code: 'RA-AGT-03', detail: 'the daemon is disabled' }]])('by launchd, which says %s', (state, trouble) => {
    expect(parseDisabled(`disabled services = {\n\t\t"com.apple.ftpd" => disabled\n\t\t"latchkey_remote_agent" => ${state}\n}\n`, 'latchkey_remote_agent')).toEqual(trouble);
  });
});
