import { rmSync, writeFileSync } from 'node:fs';
import type { OwnProgram } from '../self/own-program.js';
import type { StateFolder } from '../state/state-folder.js';
import type { RunCommand } from '../system/run-command.js';
import { installedProgram, installProgram } from './install-program.js';
import type { SystemService } from './system-service.js';
import { xmlText } from './xml-text.js';

const NAME = 'latchkey-agent';
const PLIST = `/Library/LaunchDaemons/${NAME}.plist`;
const PROGRAM = '/usr/local/bin/latchkey-agent';

/** The endpoint agent as a macOS daemon. Written from launchd's documentation, not yet run on a Mac. */
export class LaunchdService implements SystemService {
  readonly name = NAME;

  constructor(private readonly run: RunCommand) {}

  program(program: OwnProgram): OwnProgram {
    return installedProgram(program, PROGRAM);
  }

  async install(program: OwnProgram, state: StateFolder): Promise<void> {
    const installed = installProgram(program, PROGRAM);
    await this.stop();
    writeFileSync(PLIST, plistText([installed.command, ...installed.args, 'run', '--state-dir', state.path]), {
      mode: 0o644,
    });
    const { exitCode, output } = await this.run('/bin/launchctl', ['bootstrap', 'system', PLIST]);
    if (exitCode !== 0) throw new Error(`launchctl bootstrap failed: ${output.trim()}`);
  }

  async stop(): Promise<void> {
    await this.run('/bin/launchctl', ['bootout', `system/${NAME}`]);
  }

  /** launchd ends a daemon that is booted out, so the one who asks leaves it to the missing file and its own clean exit. */
  async uninstall(): Promise<void> {
    rmSync(PLIST, { force: true });
  }
}

/** The property list. A clean end is meant to last; everything else is started again. */
export function plistText(command: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${NAME}</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xmlText(word)}</string>`).join('\n')}
  </array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>Umask</key><integer>63</integer>
</dict>
</plist>
`;
}
