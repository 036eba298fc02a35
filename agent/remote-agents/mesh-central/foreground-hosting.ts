import type { Trouble } from '../../../contracts/agent-protocol.js';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { CodedFailure } from '../../coded-failure.js';
import { endProcesses } from '../../system/end-process.js';
import { whyNotStarted } from '../../system/why-not-started.js';
import { runs } from '../../system/processes.js';
import { writeAtomically } from '../../state/write-atomically.js';
import type { Gone, Hosting, MeshFiles } from './hosting.js';
import { meshAgentsOf, meshProcessesOf } from './mesh-processes.js';
import { meshFilesArePlaced, meshPaths, meshSettingsAre, placeIdentity, placeMeshFiles, type MeshPaths } from './mesh-files.js';

const NOT_REMOVED = 'RA-RMV-03';
const LARGEST_OUTPUT_BYTES = 256 * 1024;
/** The server's and our own settings stay out of the vendor's process. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR'];

/** A MeshAgent in the foreground of ours: private mode. Found again by what the kernel says runs from its folder. */
export class ForegroundHosting implements Hosting {
  readonly lookEveryMs = 1000;
  readonly removable = ['process', 'folder'] as const;
  readonly binary: string;
  readonly database: string;
  private readonly paths: MeshPaths;
  private pid: number | undefined;
  private exited: () => void = () => undefined;

  constructor(private readonly folder: string) {
    this.paths = meshPaths(folder);
    this.binary = this.paths.binary;
    this.database = this.paths.database;
  }

  async install(files: MeshFiles): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    await this.stop();
    placeMeshFiles(this.paths, files);
    placeIdentity(this.paths, files.identity);
    this.spawn();
  }

  writeTag(tag: string): void {
    writeAtomically(this.paths.tag, tag);
  }

  async start(): Promise<void> {
    if ((await this.processId()) === undefined) this.spawn();
  }

  async restart(): Promise<void> {
    await this.stop();
    this.spawn();
  }

  hasSettings(msh: string): boolean {
    return meshSettingsAre(this.paths, msh);
  }

  writeSettings(msh: string): void {
    writeAtomically(this.paths.msh, msh);
  }

  async enable(): Promise<void> {
    return;
  }

  async trouble(): Promise<Trouble | null> {
    return null;
  }

  isUninstalled(): boolean {
    return !existsSync(this.folder) || !existsSync(this.paths.msh);
  }

  isInstalled(): boolean {
    return meshFilesArePlaced(this.paths);
  }

  async processId(): Promise<number | undefined> {
    if (this.pid === undefined || !runs(this.pid, this.binary)) this.pid = meshAgentsOf(this.binary)[0]?.pid;
    this.trimOutput();
    return this.pid;
  }

  async remove(): Promise<readonly Gone[]> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    const gone: Gone[] = [];
    if (meshProcessesOf(this.binary).length === 0) gone.push('process');
    if (!existsSync(this.folder)) gone.push('folder');
    return gone;
  }

  async takeOver(): Promise<void> {
    const running = meshAgentsOf(this.binary);
    if (running.length === 1 && !running[0]!.isOutdated) {
      this.pid = running[0]!.pid;
      return;
    }
    if (running.length > 0) await this.stop();
    if (this.isInstalled()) this.spawn();
  }

  async release(): Promise<void> {
    this.exited = () => undefined;
    await this.stop();
  }

  onExit(callback: () => void): void {
    this.exited = callback;
  }

  private spawn(): void {
    const output = openSync(this.paths.output, 'a', 0o600);
    try {
      const child = spawn(this.binary, ['run'], {
        cwd: this.folder,
        env: environment(),
        stdio: ['ignore', output, output],
      });
      // An executable that cannot run is reported by this event and by the missing pid below.
      child.on('error', () => this.exited());
      child.on('exit', () => this.exited());
      this.pid = child.pid;
    } finally {
      closeSync(output);
    }
    if (this.pid === undefined) throw whyNotStarted(this.binary, '');
  }

  /** All processes that run our file, whoever started them: a copy that an earlier agent left is ended too. */
  private async stop(): Promise<void> {
    this.pid = undefined;
    const ended = await endProcesses(() => meshProcessesOf(this.binary));
    if (!ended) throw new CodedFailure(NOT_REMOVED, 'the running remote agent could not be ended');
  }

  /** The file was opened for appending, so it can be emptied under the process that writes to it. */
  private trimOutput(): void {
    const size = statSync(this.paths.output, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LARGEST_OUTPUT_BYTES) truncateSync(this.paths.output);
  }

  /** The last words of a MeshAgent that ended. */
  lastOutput(): string {
    try {
      return readFileSync(this.paths.output, 'utf8').slice(-500).trim();
    } catch {
      return '';
    }
  }
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
