import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import type { UpdateEndpointAgentParams } from '../../contracts/agent-protocol.js';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { CodedFailure } from '../coded-failure.js';
import type { StateFolder } from '../state/state-folder.js';
import type { RunCommand } from '../system/run-command.js';
import type { OwnProgram } from './own-program.js';

const FILE = 'self-update.json';
const UPDATE_FAILED = 'RA-UPD-02';
const CANNOT_UPDATE = 'RA-ELG-04';
/** Starts of a new version that may pass without a welcome of the server before the old one comes back. */
const CHANCES = 3;

interface Trial {
  readonly sha256: string;
  readonly state: 'on-trial' | 'proven' | 'rolled-back';
  readonly starts: number;
}

/** The new program is in place; this process ends so that the service manager starts it. */
export class RestartNeeded extends Error {
  override readonly name = 'RestartNeeded';
}

/**
 * Replaces the agent's own program, on trial: one that does not reach the server in a few starts is taken back. The
 * old program stays beside the new one until then.
 */
export class SelfUpdate {
  constructor(
    private readonly folder: StateFolder,
    private readonly program: OwnProgram,
    private readonly artifacts: ArtifactStore,
    private readonly run: RunCommand,
  ) {}

  /** At the start of every run. Throws `RestartNeeded` after having put the old program back. */
  countStart(): void {
    const trial = this.trial();
    if (trial?.state !== 'on-trial') return;
    if (trial.starts < CHANCES || !existsSync(this.previous)) {
      return this.folder.writeJson(FILE, { ...trial, starts: trial.starts + 1 } satisfies Trial);
    }
    renameSync(this.previous, this.program.command);
    this.folder.writeJson(FILE, { ...trial, state: 'rolled-back' } satisfies Trial);
    throw new RestartNeeded('the new version did not reach the server; the old one is back');
  }

  /** The server has welcomed this version. */
  proven(): void {
    const trial = this.trial();
    if (trial?.state !== 'on-trial') return;
    this.folder.writeJson(FILE, { ...trial, state: 'proven' } satisfies Trial);
    rmSync(this.previous, { force: true });
  }

  /** Resolves where the update is the running program already; throws `RestartNeeded` once it has been put in place. */
  async update({ installer }: UpdateEndpointAgentParams): Promise<string> {
    if (!this.program.isSingleFile) throw new CodedFailure(CANNOT_UPDATE, 'this agent runs from a checkout', 'refused');
    const trial = this.trial();
    if (trial?.sha256 === installer.sha256) {
      if (trial.state !== 'rolled-back') return 'updated';
      throw new CodedFailure(UPDATE_FAILED, 'the new version did not reach the server; the old one was put back');
    }
    const artifact = await this.artifacts.obtain(installer, () => undefined);
    const fresh = `${this.program.command}.new`;
    copyFileSync(artifact, fresh);
    chmodSync(fresh, 0o755);
    const { exitCode, output } = await this.run(fresh, ['--version'], { timeoutMs: 30_000 });
    if (exitCode !== 0) {
      rmSync(fresh, { force: true });
      throw new CodedFailure(UPDATE_FAILED, `the new version does not start: ${output.slice(-500)}`);
    }
    this.folder.writeJson(FILE, { sha256: installer.sha256, state: 'on-trial', starts: 0 } satisfies Trial);
    rmSync(this.previous, { force: true });
    // A running program can be renamed on every system, though not written to.
    renameSync(this.program.command, this.previous);
    renameSync(fresh, this.program.command);
    throw new RestartNeeded(`the version with SHA-256 ${installer.sha256} is in place`);
  }

  private get previous(): string {
    return `${this.program.command}.previous`;
  }

  private trial(): Trial | undefined {
    return this.folder.readJson<Trial>(FILE);
  }
}
