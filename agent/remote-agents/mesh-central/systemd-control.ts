import type { Trouble } from '../../../contracts/agent-protocol.js';
import { lstatSync, rmSync } from 'node:fs';
import { endProcesses } from '../../system/end-process.js';
import { runs } from '../../system/processes.js';
import type { RunCommand } from '../../system/run-command.js';
import { meshAgentsOf, meshProcessesOf } from './mesh-processes.js';
import { parseUnitTrouble } from '../../system/service-reports.js';
import { SERVICE_NAME } from './msh.js';
import type { ServiceControl } from './service-control.js';

const UNIT = `${SERVICE_NAME}.service`;
const UNIT_FAILED = 'RA-LNX-04';
const DEPENDENCY_MISSING = 'RA-LNX-02';
/** What the dynamic loader ends with when a shared library is not there. */
const LOADER_FAILED = 127;
const UNIT_FILES = [
  `/lib/systemd/system/${UNIT}`,
  `/usr/lib/systemd/system/${UNIT}`,
  `/etc/systemd/system/${UNIT}`,
  `/etc/systemd/system/multi-user.target.wants/${UNIT}`,
];

/** systemd, asked through systemctl; the process is looked up in /proc, which costs no process of its own. */
export class SystemdControl implements ServiceControl {
  readonly lookEveryMs = 1000;
  readonly notStarted = UNIT_FAILED;
  private pid: number | undefined;

  constructor(private readonly run: RunCommand) {}

  async processId(binary: string): Promise<number | undefined> {
    if (this.pid === undefined || !runs(this.pid, binary)) this.pid = meshAgentsOf(binary)[0]?.pid;
    return this.pid;
  }

  codeOfInstaller(exitCode: number | null): string {
    return exitCode === LOADER_FAILED ? DEPENDENCY_MISSING : this.notStarted;
  }

  async trouble(): Promise<Trouble | null> {
    return parseUnitTrouble((await this.run('systemctl', ['show', UNIT, '--property=LoadState,ActiveState,UnitFileState,Result'])).output);
  }

  async enable(): Promise<void> {
    await this.systemctl('unmask', UNIT);
    await this.systemctl('enable', UNIT);
  }

  start(): Promise<boolean> {
    return this.systemctl('start', UNIT);
  }

  /** A MeshAgent under systemd may take the whole stop time-out of 90 seconds; it gets three, as systemd is told not to wait. */
  async restart(binary: string): Promise<boolean> {
    await this.systemctl('stop', '--no-block', UNIT);
    await endProcesses(() => meshProcessesOf(binary));
    return this.start();
  }

  async isUnregistered(): Promise<boolean> {
    return UNIT_FILES.every((path) => !isThere(path));
  }

  async eradicate(binary: string): Promise<void> {
    await this.systemctl('stop', '--no-block', UNIT);
    await endProcesses(() => meshProcessesOf(binary));
    await this.systemctl('disable', UNIT);
    for (const path of UNIT_FILES) rmSync(path, { force: true });
    await this.systemctl('daemon-reload');
    await this.systemctl('reset-failed', UNIT);
  }

  private async systemctl(...args: string[]): Promise<boolean> {
    return (await this.run('systemctl', args)).exitCode === 0;
  }
}

/** A link that leads nowhere is still there. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
