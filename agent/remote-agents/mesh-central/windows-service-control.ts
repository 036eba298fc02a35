import type { Trouble } from '../../../contracts/agent-protocol.js';
import type { RunCommand } from '../../system/run-command.js';
import { parseServicePid, parseStartType } from '../../system/service-reports.js';
import { readInstallerExit, UNMAPPED } from '../../system/windows-installer-exit.js';
import { SERVICE_NAME } from './msh.js';
import type { ServiceControl } from './service-control.js';

/** `sc.exe` for a service that does not exist: ERROR_SERVICE_DOES_NOT_EXIST. */
const DOES_NOT_EXIST = 1060;
/** `sc.exe start` for a service that runs: ERROR_SERVICE_ALREADY_RUNNING. */
const ALREADY_RUNNING = 1056;

/** The Windows service control manager, asked through sc.exe. Written from its documentation, not yet run on Windows. */
export class WindowsServiceControl implements ServiceControl {
  readonly lookEveryMs = 5000;
  readonly notStarted = 'RA-AGT-02';

  constructor(private readonly run: RunCommand) {}

  async processId(): Promise<number | undefined> {
    return parseServicePid((await this.run('sc.exe', ['queryex', SERVICE_NAME])).output);
  }

  codeOfInstaller(exitCode: number | null): string {
    const exit = readInstallerExit(exitCode);
    return 'errorCode' in exit ? exit.errorCode : UNMAPPED;
  }

  async trouble(): Promise<Trouble | null> {
    return parseStartType((await this.run('sc.exe', ['qc', SERVICE_NAME])).output);
  }

  async enable(): Promise<void> {
    await this.run('sc.exe', ['config', SERVICE_NAME, 'start=', 'auto']);
  }

  async start(): Promise<boolean> {
    const { exitCode } = await this.run('sc.exe', ['start', SERVICE_NAME]);
    return exitCode === 0 || exitCode === ALREADY_RUNNING;
  }

  async restart(): Promise<boolean> {
    // `net stop` waits for the service to end, which `sc stop` does not.
    await this.run('net.exe', ['stop', SERVICE_NAME, '/y']);
    return this.start();
  }

  async isUnregistered(): Promise<boolean> {
    return (await this.run('sc.exe', ['query', SERVICE_NAME])).exitCode === DOES_NOT_EXIST;
  }

  async eradicate(): Promise<void> {
    await this.run('net.exe', ['stop', SERVICE_NAME, '/y']);
    const pid = await this.processId();
    if (pid !== undefined) await this.run('taskkill.exe', ['/F', '/T', '/PID', String(pid)]);
    await this.run('sc.exe', ['delete', SERVICE_NAME]);
  }
}
