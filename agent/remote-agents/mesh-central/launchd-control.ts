import type { Trouble } from '../../../contracts/agent-protocol.js';
import { existsSync, rmSync } from 'node:fs';
import type { RunCommand } from '../../system/run-command.js';
import { parseDaemonPid, parseDisabled } from '../../system/service-reports.js';
import { SERVICE_NAME } from './msh.js';
import type { ServiceControl } from './service-control.js';

const DAEMON = `/Library/LaunchDaemons/${SERVICE_NAME}.plist`;
const LOGIN_AGENT = `/Library/LaunchAgents/${SERVICE_NAME}-launchagent.plist`;
/** macOS kills a program that Gatekeeper refuses: 128 + SIGKILL. */
const KILLED = 137;
const GATEKEEPER = 'RA-OSX-03';
const UNMAPPED = 'RA-MSI-99';
const LABEL = `system/${SERVICE_NAME}`;

/** launchd, asked through launchctl. Written from its documentation, not yet run on a Mac. */
export class LaunchdControl implements ServiceControl {
  readonly lookEveryMs = 5000;
  readonly notStarted = 'RA-AGT-02';

  constructor(private readonly run: RunCommand) {}

  async processId(): Promise<number | undefined> {
    return parseDaemonPid((await this.run('/bin/launchctl', ['print', LABEL])).output);
  }

  codeOfInstaller(exitCode: number | null): string {
    return exitCode === KILLED ? GATEKEEPER : UNMAPPED;
  }

  async trouble(): Promise<Trouble | null> {
    return parseDisabled((await this.run('/bin/launchctl', ['print-disabled', 'system'])).output, SERVICE_NAME);
  }

  async enable(): Promise<void> {
    await this.launchctl('enable', LABEL);
  }

  async start(): Promise<boolean> {
    const loaded = await this.launchctl('bootstrap', 'system', DAEMON);
    return (await this.launchctl('kickstart', LABEL)) || loaded;
  }

  restart(): Promise<boolean> {
    return this.launchctl('kickstart', '-k', LABEL);
  }

  async isUnregistered(): Promise<boolean> {
    return !existsSync(DAEMON) && !existsSync(LOGIN_AGENT) && !(await this.launchctl('print', LABEL));
  }

  async eradicate(): Promise<void> {
    await this.launchctl('bootout', LABEL);
    for (const path of [DAEMON, LOGIN_AGENT]) rmSync(path, { force: true });
  }

  private async launchctl(...args: string[]): Promise<boolean> {
    return (await this.run('/bin/launchctl', args)).exitCode === 0;
  }
}
