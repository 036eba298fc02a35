import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnProgram } from '../self/own-program.js';
import type { StateFolder } from '../state/state-folder.js';
import type { RunCommand } from '../system/run-command.js';
import { installedProgram, installProgram } from './install-program.js';
import type { SystemService } from './system-service.js';
import { xmlText } from './xml-text.js';

const NAME = 'Latchkey Agent';

/**
 * The endpoint agent as a task that Windows starts with the system and after every failure. A task and not a service:
 * a service must answer the service control manager, which a Node program cannot. Not yet run on Windows.
 */
export class WindowsTask implements SystemService {
  readonly name = NAME;

  constructor(private readonly run: RunCommand) {}

  program(program: OwnProgram): OwnProgram {
    return installedProgram(
      program,
      join(process.env['ProgramFiles'] ?? 'C:\\Program Files', 'Latchkey', 'latchkey-agent.exe'),
    );
  }

  async install(program: OwnProgram, state: StateFolder): Promise<void> {
    const installed = installProgram(program, this.program(program).command);
    const definition = state.file('task.xml');
    // schtasks reads UTF-16 with a byte order mark.
    writeFileSync(
      definition,
      `\uFEFF${taskXml(installed.command, [...installed.args, 'run', '--state-dir', state.path])}`,
      'utf16le',
    );
    await this.demand('/Create', '/F', '/TN', NAME, '/XML', definition);
    rmSync(definition, { force: true });
    await this.demand('/Run', '/TN', NAME);
  }

  async stop(): Promise<void> {
    await this.run('schtasks.exe', ['/End', '/TN', NAME]);
  }

  async uninstall(): Promise<void> {
    await this.run('schtasks.exe', ['/Delete', '/F', '/TN', NAME]);
  }

  private async demand(...args: string[]): Promise<void> {
    const { exitCode, output } = await this.run('schtasks.exe', args);
    if (exitCode !== 0) throw new Error(`schtasks ${args[0]} failed: ${output.trim()}`);
  }
}

/** The task's definition: at system start, as SYSTEM, without a time limit, again a minute after a failure. */
export function taskXml(command: string, args: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Latchkey endpoint agent</Description></RegistrationInfo>
  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>${xmlText(command)}</Command><Arguments>${xmlText(args.map(windowsArgument).join(' '))}</Arguments></Exec>
  </Actions>
</Task>
`;
}

/** As CommandLineToArgvW takes arguments apart: backslashes count only before a quote. */
export function windowsArgument(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
