import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Trouble } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import type { CommandResult, RunCommand } from '../../system/run-command.js';
import { parseDaemonPid, parseDisabled } from '../../system/service-reports.js';
import { UNMAPPED } from '../../system/windows-installer-exit.js';
import type { ClientPackage, ClientSystem, FoundClient, Gone } from './client-system.js';
import type { LaunchParameters } from './launch-parameters.js';
import { ParametersFile } from './parameters-file.js';
import { programFilesIn } from './program-files.js';

const LAUNCHCTL = '/bin/launchctl';
const PATIENCE_MS = 15 * 60_000;
const LOG_TAIL = 2000;
const APP = /^((?:connectwisecontrol|screenconnect)-([0-9a-f]{16}))\.app$/;
const DAEMON = /^((?:connectwisecontrol|screenconnect)-([0-9a-f]{16}))\.plist$/;
const APP_FOLDERS = ['opt', 'Applications'];

/** `installer` ends with 1 for everything; what it says tells more. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/Must be run as root/, 'RA-LNX-07'],
  [/not enough (free )?space|No space left/i, 'RA-ELG-05'],
  [/untrusted|not signed|Gatekeeper/i, 'RA-OSX-03'],
  [/package path specified was invalid|Error trying to locate/, 'RA-MSI-06'],
];

/** What the end of macOS' `installer` means. */
export function codeOfInstaller({ output }: CommandResult): string {
  return SAID.find(([words]) => words.test(output))?.[1] ?? UNMAPPED;
}

/** Clients on macOS: an application, a daemon of launchd, and an agent at and before logon. Written from notes, not yet run on a Mac. */
export class MacClient implements ClientSystem {
  readonly lookEveryMs = 5000;
  readonly formats = ['pkg'] as const;
  readonly removable = ['process', 'unit', 'folder'] as const;

  constructor(
    private readonly run: RunCommand,
    private readonly root = '/',
  ) {}

  async clients(): Promise<readonly FoundClient[]> {
    const apps = APP_FOLDERS.flatMap((folder) =>
      entriesOf(join(this.root, folder)).flatMap((entry) => {
        const [, , fingerprint] = APP.exec(entry) ?? [];
        return fingerprint ? [{ fingerprint, place: join(this.root, folder, entry) }] : [];
      }),
    );
    return apps.map(({ fingerprint, place }) => ({
      fingerprint,
      place,
      parameters: this.parametersFile(place).read(),
      programs: programFilesIn(join(place, 'Contents/MacOS')),
    }));
  }

  async install({ artifact }: ClientPackage): Promise<boolean> {
    const result = await this.run('/usr/sbin/installer', ['-pkg', artifact, '-target', '/'], { timeoutMs: PATIENCE_MS });
    if (result.exitCode === 0) return false;
    throw new CodedFailure(codeOfInstaller(result), `installer ended with ${result.exitCode ?? 'no exit code'}. ${result.output.slice(-LOG_TAIL)}`.trim());
  }

  async writeParameters({ place }: FoundClient, parameters: LaunchParameters): Promise<void> {
    this.parametersFile(place).write(parameters);
  }

  async version({ place }: FoundClient): Promise<string | null> {
    const { exitCode, output } = await this.run('/usr/bin/defaults', ['read', join(place, 'Contents/Info.plist'), 'CFBundleShortVersionString']);
    return exitCode === 0 ? output.trim() : null;
  }

  async processId(client: FoundClient): Promise<number | undefined> {
    return parseDaemonPid((await this.run(LAUNCHCTL, ['print', target(client)])).output);
  }

  async trouble(client: FoundClient): Promise<Trouble | null> {
    return parseDisabled((await this.run(LAUNCHCTL, ['print-disabled', 'system'])).output, label(client));
  }

  async enable(client: FoundClient): Promise<void> {
    await this.launchctl('enable', target(client));
  }

  async start(client: FoundClient): Promise<void> {
    const loaded = await this.launchctl('bootstrap', 'system', this.plists(label(client))[0]!);
    const kicked = await this.launchctl('kickstart', target(client));
    if (!kicked && !loaded) throw new CodedFailure('RA-AGT-02', 'the daemon of the remote agent does not start');
  }

  async restart(client: FoundClient): Promise<void> {
    if (!(await this.launchctl('kickstart', '-k', target(client)))) await this.start(client);
  }

  async stop(client: FoundClient): Promise<void> {
    await this.launchctl('bootout', target(client));
  }

  async remove(fingerprint: string): Promise<readonly Gone[]> {
    const labels = this.labelsOf(fingerprint);
    const apps = labels.flatMap((name) => APP_FOLDERS.map((folder) => join(this.root, folder, `${name}.app`)));
    for (const name of labels) {
      await this.launchctl('bootout', `system/${name}`);
      for (const plist of this.plists(name)) rmSync(plist, { force: true });
    }
    for (const app of apps) rmSync(app, { recursive: true, force: true });
    const gone: Gone[] = [];
    const loaded = await Promise.all(labels.map((name) => this.launchctl('print', `system/${name}`)));
    if (!loaded.includes(true)) gone.push('process');
    if (!labels.flatMap((name) => this.plists(name)).some((plist) => existsSync(plist))) gone.push('unit');
    if (!apps.some((app) => existsSync(app))) gone.push('folder');
    return gone;
  }

  /** Whether a command was done. */
  private async launchctl(...args: string[]): Promise<boolean> {
    return (await this.run(LAUNCHCTL, args)).exitCode === 0;
  }

  /** The names that this instance's client has here, by what of it is left. */
  private labelsOf(fingerprint: string): readonly string[] {
    const apps = APP_FOLDERS.flatMap((folder) => entriesOf(join(this.root, folder)).map((entry) => APP.exec(entry)));
    const daemons = entriesOf(join(this.root, 'Library/LaunchDaemons')).map((entry) => DAEMON.exec(entry));
    return [...new Set([...apps, ...daemons].flatMap((found) => (found?.[2] === fingerprint ? [found[1]!] : [])))];
  }

  private plists(name: string): readonly string[] {
    return [`LaunchDaemons/${name}`, `LaunchAgents/${name}-onlogin`, `LaunchAgents/${name}-prelogin`].map((path) => join(this.root, 'Library', `${path}.plist`));
  }

  private parametersFile(place: string): ParametersFile {
    return new ParametersFile([join(place, 'Contents/Resources'), place]);
  }
}

function label({ place }: FoundClient): string {
  return basename(place, '.app');
}

function target(client: FoundClient): string {
  return `system/${label(client)}`;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
