import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Trouble } from '../../../contracts/agent-protocol.js';
import type { RunCommand } from '../../system/run-command.js';
import { parseUnitTrouble } from '../../system/service-reports.js';

/** How a client's service, an init script, is run on Linux; services by their name. */
export interface LinuxServices {
  start(name: string): Promise<boolean>;
  /** Asks it to end, and does not wait. */
  stop(name: string): Promise<void>;
  enable(name: string): Promise<void>;
  trouble(name: string): Promise<Trouble | null>;
  /** Has nothing left of it. */
  forget(name: string): Promise<void>;
  isForgotten(name: string): boolean;
}

/** systemd, which makes a unit of every init script. */
export class SystemdServices implements LinuxServices {
  constructor(
    private readonly run: RunCommand,
    private readonly root = '/',
  ) {}

  start(name: string): Promise<boolean> {
    return this.systemctl('start', unit(name));
  }

  async stop(name: string): Promise<void> {
    await this.systemctl('stop', '--no-block', unit(name));
  }

  async enable(name: string): Promise<void> {
    await this.systemctl('unmask', unit(name));
    await this.systemctl('enable', unit(name));
  }

  async trouble(name: string): Promise<Trouble | null> {
    return parseUnitTrouble((await this.run('systemctl', ['show', unit(name), '--property=LoadState,ActiveState,UnitFileState,Result'])).output);
  }

  async forget(name: string): Promise<void> {
    await this.systemctl('disable', unit(name));
    for (const path of this.files(name)) rmSync(path, { force: true });
    await this.systemctl('daemon-reload');
    await this.systemctl('reset-failed', unit(name));
  }

  isForgotten(name: string): boolean {
    return this.files(name).every((path) => lstatSync(path, { throwIfNoEntry: false }) === undefined);
  }

  private files(name: string): readonly string[] {
    const units = ['lib/systemd/system', 'usr/lib/systemd/system', 'etc/systemd/system', 'etc/systemd/system/multi-user.target.wants'];
    return [`etc/init.d/${name}`, ...units.map((folder) => `${folder}/${unit(name)}`)].map((path) => join(this.root, path));
  }

  private async systemctl(...args: string[]): Promise<boolean> {
    return (await this.run('systemctl', args)).exitCode === 0;
  }
}

/** No service manager: the init script of a folder is called as one would. Nothing starts it again but the endpoint agent. */
export class ScriptServices implements LinuxServices {
  constructor(
    private readonly run: RunCommand,
    private readonly root: string,
  ) {}

  start(name: string): Promise<boolean> {
    return this.call(name, 'start');
  }

  async stop(name: string): Promise<void> {
    await this.call(name, 'stop');
  }

  async enable(): Promise<void> {
    return;
  }

  async trouble(): Promise<null> {
    return null;
  }

  async forget(name: string): Promise<void> {
    rmSync(this.script(name), { force: true });
  }

  isForgotten(name: string): boolean {
    return !existsSync(this.script(name));
  }

  private async call(name: string, verb: 'start' | 'stop'): Promise<boolean> {
    return existsSync(this.script(name)) && (await this.run('sh', [this.script(name), verb])).exitCode === 0;
  }

  private script(name: string): string {
    return join(this.root, 'etc/init.d', name);
  }
}

function unit(name: string): string {
  return `${name}.service`;
}
