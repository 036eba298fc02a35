import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installer } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import type { CommandResult, RunCommand } from '../../system/run-command.js';
import { UNMAPPED } from '../../system/windows-installer-exit.js';

const PATIENCE_MS = 15 * 60_000;
const LOG_TAIL = 2000;

/** Both tools end with 1 or 2 for everything; what they say tells more. Their words come untranslated, as services have no language. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/lock is locked by another process|lock was locked by another process|status database area is locked|can't create transaction lock/, 'RA-LNX-01'],
  [/does not match system \(|intended for a different architecture/, 'RA-ELG-02'],
  [/dependency problems|Failed dependencies/, 'RA-LNX-02'],
  [/No space left on device|needs \d+\w+ (?:more space )?on the/, 'RA-ELG-05'],
  [/Read-only file system/, 'RA-LNX-05'],
  [/requires superuser privilege|Permission denied/, 'RA-LNX-07'],
  [/spawn \S+ ENOENT/, 'RA-ELG-01'],
];

/** What the end of dpkg, rpm or an installing script means. */
export function codeOfPackageTool({ output }: CommandResult): string {
  return SAID.find(([words]) => words.test(output))?.[1] ?? UNMAPPED;
}

/** The packages of a Linux system, or of a folder that dpkg treats as one. */
export class LinuxPackages {
  constructor(
    private readonly run: RunCommand,
    /** The folder; undefined for the system itself. */
    private readonly root?: string,
  ) {}

  async install(file: string, format: Installer['format']): Promise<void> {
    if (format === 'deb') return this.demand('dpkg', [...this.dpkgOptions(), '--install', file]);
    if (this.root !== undefined) throw new CodedFailure('RA-ELG-04', `without a service manager only deb packages are installed, not ${format}`, 'refused');
    if (format === 'rpm') return this.demand('rpm', ['--upgrade', '--replacepkgs', file]);
    return this.demand('sh', [file]);
  }

  /** Removes the package of this name by the tool that has it; nothing where none has: a script installed it, or it is gone. */
  async remove(name: string): Promise<void> {
    if (await this.hasDeb(name)) return this.demand('dpkg', [...this.dpkgOptions(), '--purge', name]);
    if (this.root === undefined && (await this.run('rpm', ['--query', name])).exitCode === 0) await this.demand('rpm', ['--erase', name]);
  }

  async version(name: string): Promise<string | null> {
    const deb = await this.query(name);
    if (deb) return deb.version;
    if (this.root !== undefined) return null;
    const rpm = await this.run('rpm', ['--query', '--queryformat', '%{VERSION}', name]);
    return rpm.exitCode === 0 ? rpm.output.trim() : null;
  }

  private async hasDeb(name: string): Promise<boolean> {
    return (await this.query(name)) !== undefined;
  }

  private async query(name: string): Promise<{ readonly version: string } | undefined> {
    const admin = this.root === undefined ? [] : [`--admindir=${join(this.root, 'var/lib/dpkg')}`];
    const { exitCode, output } = await this.run('dpkg-query', [...admin, '--show', '--showformat=${db:Status-Status} ${Version}', name]);
    const [, version] = /^(?:installed|half-configured|half-installed|unpacked) (\S+)/.exec(output) ?? [];
    return exitCode === 0 && version !== undefined ? { version } : undefined;
  }

  /** Inside a folder nobody else's packages are, so that what a package depends on is not there either. */
  private dpkgOptions(): readonly string[] {
    if (this.root === undefined) return [];
    const admin = join(this.root, 'var/lib/dpkg');
    for (const folder of ['info', 'updates', 'triggers']) mkdirSync(join(admin, folder), { recursive: true });
    writeFileSync(join(admin, 'status'), '', { flag: 'a' });
    return [`--root=${this.root}`, '--force-not-root', '--force-script-chrootless', '--force-depends', '--force-bad-path'];
  }

  private async demand(command: string, args: readonly string[]): Promise<void> {
    const result = await this.run(command, args, { timeoutMs: PATIENCE_MS });
    if (result.exitCode === 0) return;
    throw new CodedFailure(codeOfPackageTool(result), `${command} ended with ${result.exitCode ?? 'no exit code'}. ${result.output.slice(-LOG_TAIL)}`.trim());
  }
}
