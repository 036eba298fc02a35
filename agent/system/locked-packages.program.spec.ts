import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedFailure } from '../coded-failure.js';
import { demandUnlockedPackages, lockedOut, packageManagerHolder } from './locked-packages.js';

const CAN_RUN = process.getuid?.() === 0 && spawnSync('dpkg', ['--version']).status === 0;
if (!CAN_RUN) process.stdout.write('skipped: RA-LNX-01 needs root and dpkg\n');

/** A real dpkg with a database of its own, and a package whose installation takes until `go` exists. */
class Debian {
  readonly folder = mkdtempSync(join(tmpdir(), 'latchkey-dpkg-'));
  readonly lockFiles = ['lock-frontend', 'lock'].map((name) => join(this.folder, 'dpkg', name));
  private readonly go = join(this.folder, 'go');
  private readonly begun = join(this.folder, 'begun');

  constructor() {
    for (const made of ['dpkg/updates', 'dpkg/info', 'root', 'package/DEBIAN']) mkdirSync(join(this.folder, made), { recursive: true });
    for (const list of ['status', 'available']) writeFileSync(join(this.folder, 'dpkg', list), '');
    const control = ['Package: latchkey-slow', 'Version: 1', 'Architecture: all', 'Maintainer: Riverside Dental <it@riverside.example>', 'Description: takes its time', ''];
    writeFileSync(join(this.folder, 'package/DEBIAN/control'), control.join('\n'));
    writeFileSync(join(this.folder, 'package/DEBIAN/preinst'), `#!/bin/sh\ntouch ${this.begun}\nuntil [ -e ${this.go} ]; do sleep 0.05; done\n`, { mode: 0o755 });
    execFileSync('dpkg-deb', ['--build', join(this.folder, 'package'), join(this.folder, 'slow.deb')]);
  }

  install(): { readonly pid: number; readonly ended: Promise<{ exitCode: number; output: string }> } {
    const args = [`--admindir=${this.folder}/dpkg`, `--instdir=${this.folder}/root`, '--force-script-chrootless', '--force-not-root', '--install', join(this.folder, 'slow.deb')];
    const dpkg = execFile('dpkg', args, { env: { ...process.env, LC_ALL: 'C' } });
    let output = '';
    dpkg.stderr!.on('data', (part: string) => (output += part));
    return { pid: dpkg.pid!, ended: once(dpkg, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, output })) };
  }

  /** Until the package's own script runs: then dpkg has its locks. */
  async hasBegun(): Promise<void> {
    for (const end = Date.now() + 10_000; !existsSync(this.begun) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  finish(): void {
    writeFileSync(this.go, '');
  }
}

(CAN_RUN ? describe : describe.skip)('RA-LNX-01: another program installs packages', () => {
  it('is seen before an installation, with the program that does it, and is over when that program is', async () => {
    const debian = new Debian();
    expect(packageManagerHolder(debian.lockFiles)).toBeUndefined();
    const other = debian.install();
    await debian.hasBegun();
    expect(packageManagerHolder(debian.lockFiles)).toEqual({ pid: other.pid, program: 'dpkg', file: debian.lockFiles[0] });
    expect(() => demandUnlockedPackages(debian.lockFiles)).toThrow(expect.objectContaining({ code: 'RA-LNX-01', message: `dpkg (process ${other.pid}) holds ${debian.lockFiles[0]}` }));
    debian.finish();
    expect(await other.ended).toMatchObject({ exitCode: 0 });
    expect(() => demandUnlockedPackages(debian.lockFiles)).not.toThrow();
  });

  it('is read from what dpkg says where it began just after the look', async () => {
    const debian = new Debian();
    const other = debian.install();
    await debian.hasBegun();
    const { exitCode, output } = await debian.install().ended;
    expect(exitCode).toBe(2);
    expect(lockedOut(output)).toMatchObject({ code: 'RA-LNX-01', message: expect.stringContaining(`process with pid ${other.pid}`) });
    debian.finish();
    await other.ended;
    // What was installed meanwhile is no reason any more; a package that is broken never was.
    expect(await debian.install().ended).toMatchObject({ exitCode: 0 });
    writeFileSync(join(debian.folder, 'slow.deb'), 'not a package');
    const broken = await debian.install().ended;
    expect(broken.exitCode).not.toBe(0);
    expect(lockedOut(broken.output)).toBeUndefined();
  });

  it('is read from what apt says', async () => {
    const debian = new Debian();
    const other = debian.install();
    await debian.hasBegun();
    const [dir, archives] = [`${debian.folder}/`, join(debian.folder, 'archives')];
    mkdirSync(join(archives, 'partial'), { recursive: true });
    const options = [`Dir::State::status=${dir}dpkg/status`, `Dir::Cache::archives=${archives}`, 'Debug::NoLocking=false', `DPkg::Options::=--admindir=${dir}dpkg`].flatMap((option) => ['-o', option]);
    const apt = spawnSync('apt-get', [...options, '--yes', 'install', '--fix-broken'], { env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8' });
    debian.finish();
    await other.ended;
    expect(apt.status).toBe(100);
    expect(lockedOut(apt.stderr)).toBeInstanceOf(CodedFailure);
  });

  it('is not whoever only has the file open', () => {
    const debian = new Debian();
    writeFileSync(debian.lockFiles[0]!, '');
    const file = openSync(debian.lockFiles[0]!, 'r+');
    expect(packageManagerHolder(debian.lockFiles)).toBeUndefined();
    closeSync(file);
  });
});
