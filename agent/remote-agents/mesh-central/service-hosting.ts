import type { Trouble } from '../../../contracts/agent-protocol.js';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { CodedFailure } from '../../coded-failure.js';
import type { RunCommand } from '../../system/run-command.js';
import { writeAtomically } from '../../state/write-atomically.js';
import type { Gone, Hosting, MeshFiles } from './hosting.js';
import { meshFilesArePlaced, meshPaths, meshSettingsAre, placeIdentity, placeMeshFiles, type MeshPaths } from './mesh-files.js';
import { SERVICE_NAME } from './msh.js';
import type { ServiceControl } from './service-control.js';

/** The vendor's installer takes 7 to 12 seconds on an idle device. */
const INSTALLER_TIMEOUT_MS = 5 * 60_000;

export interface ServicePlace {
  /** Where the service lives; removed whole at the end. */
  readonly home: string;
  /** Where files are laid out for the vendor's installer. */
  readonly staging: string;
}

/** A MeshAgent as a service of the system, installed and removed by the vendor's own installer, which it contains. */
export class ServiceHosting implements Hosting {
  readonly removable = ['process', 'unit', 'folder'] as const;
  readonly binary: string;
  readonly database: string;
  readonly lookEveryMs: number;
  private readonly paths: MeshPaths;
  private readonly staged: MeshPaths;

  constructor(
    private readonly place: ServicePlace,
    private readonly control: ServiceControl,
    private readonly run: RunCommand,
  ) {
    this.paths = meshPaths(place.home);
    this.staged = meshPaths(place.staging);
    this.binary = this.paths.binary;
    this.database = this.paths.database;
    this.lookEveryMs = control.lookEveryMs;
  }

  async install(files: MeshFiles): Promise<void> {
    mkdirSync(this.place.staging, { recursive: true, mode: 0o700 });
    mkdirSync(this.place.home, { recursive: true, mode: 0o700 });
    placeMeshFiles(this.staged, files);
    placeIdentity(this.paths, files.identity);
    // The installer copies binary and settings but no tag; one that is in the folder already stays.
    this.writeTag(files.tag);
    const result = await this.run(
      this.staged.binary,
      ['-fullinstall', '--copy-msh=1', `--installPath=${this.place.home}/`, `--meshServiceName=${SERVICE_NAME}`],
      { cwd: this.place.staging, timeoutMs: INSTALLER_TIMEOUT_MS },
    );
    rmSync(this.place.staging, { recursive: true, force: true });
    if (!this.isInstalled()) {
      const how = `the installer ended with ${result.exitCode ?? 'no exit code'}: ${result.output.slice(-800)}`;
      throw new CodedFailure(this.control.codeOfInstaller(result.exitCode), how);
    }
    await this.start();
  }

  writeTag(tag: string): void {
    writeAtomically(this.paths.tag, tag);
  }

  async start(): Promise<void> {
    if ((await this.processId()) === undefined) this.demand(await this.control.start());
  }

  async restart(): Promise<void> {
    this.demand(await this.control.restart(this.binary));
  }

  hasSettings(msh: string): boolean {
    return meshSettingsAre(this.paths, msh);
  }

  writeSettings(msh: string): void {
    writeAtomically(this.paths.msh, msh);
  }

  async enable(): Promise<void> {
    await this.control.enable();
  }

  async trouble(): Promise<Trouble | null> {
    return this.control.trouble();
  }

  isUninstalled(): boolean {
    return !existsSync(this.place.home) || !existsSync(this.paths.msh);
  }

  isInstalled(): boolean {
    return meshFilesArePlaced(this.paths);
  }

  processId(): Promise<number | undefined> {
    return this.control.processId(this.binary);
  }

  /** The service manager's journal has them. */
  lastOutput(): string {
    return '';
  }

  async remove(): Promise<readonly Gone[]> {
    if (existsSync(this.binary)) {
      await this.run(this.binary, ['-fulluninstall', `--meshServiceName=${SERVICE_NAME}`], {
        timeoutMs: INSTALLER_TIMEOUT_MS,
      });
    }
    const leftOver = async () => !(await this.control.isUnregistered()) || (await this.processId()) !== undefined;
    if (await leftOver()) await this.control.eradicate(this.binary);
    rmSync(this.place.home, { recursive: true, force: true });
    rmSync(this.place.staging, { recursive: true, force: true });
    const gone: Gone[] = [];
    if ((await this.processId()) === undefined) gone.push('process');
    if (await this.control.isUnregistered()) gone.push('unit');
    if (!existsSync(this.place.home)) gone.push('folder');
    return gone;
  }

  /** The service manager started it, or will not: repair looks after the rest. */
  async takeOver(): Promise<void> {
    return;
  }

  /** A service outlives the endpoint agent on purpose. */
  async release(): Promise<void> {
    return;
  }

  /** Service managers restart by themselves; a new process is seen at the next look. */
  onExit(): void {
    return;
  }

  private demand(started: boolean): void {
    if (!started) throw new CodedFailure(this.control.notStarted, 'the service of the remote agent does not start');
  }
}
