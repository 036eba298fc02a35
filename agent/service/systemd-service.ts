import { rmSync, writeFileSync } from 'node:fs';
import type { OwnProgram } from '../self/own-program.js';
import type { StateFolder } from '../state/state-folder.js';
import type { RunCommand } from '../system/run-command.js';
import { installedProgram, installProgram } from './install-program.js';
import type { SystemService } from './system-service.js';

const NAME = 'latchkey-agent';
const UNIT_FILE = `/etc/systemd/system/${NAME}.service`;
const PROGRAM = '/usr/local/bin/latchkey-agent';

/** The endpoint agent as a systemd service. */
export class SystemdService implements SystemService {
  readonly name = NAME;

  constructor(private readonly run: RunCommand) {}

  program(program: OwnProgram): OwnProgram {
    return installedProgram(program, PROGRAM);
  }

  async install(program: OwnProgram, state: StateFolder): Promise<void> {
    const installed = installProgram(program, PROGRAM);
    writeFileSync(UNIT_FILE, unitText([installed.command, ...installed.args, 'run', '--state-dir', state.path]), {
      mode: 0o644,
    });
    await this.demand('daemon-reload');
    await this.demand('enable', NAME);
    await this.demand('restart', NAME);
  }

  async stop(): Promise<void> {
    await this.run('systemctl', ['stop', NAME]);
  }

  async uninstall(): Promise<void> {
    await this.run('systemctl', ['disable', NAME]);
    rmSync(UNIT_FILE, { force: true });
    await this.run('systemctl', ['daemon-reload']);
  }

  private async demand(...args: string[]): Promise<void> {
    const { exitCode, output } = await this.run('systemctl', args);
    if (exitCode !== 0) throw new Error(`systemctl ${args.join(' ')} failed: ${output.trim()}`);
  }
}

/** The unit. A clean end is meant to last, and so is not restarted; everything else is, for ever. */
export function unitText(command: readonly string[]): string {
  return `[Unit]
Description=Latchkey endpoint agent
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=${command.map(quoted).join(' ')}
Restart=on-failure
RestartSec=2
KillMode=mixed
TimeoutStopSec=20
UMask=0077

[Install]
WantedBy=multi-user.target
`;
}

/** systemd's own quoting: percent, dollar, backslash and quote mean something to it. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\$/g, '$$$$')}"`;
}
