import type {
  ApplySettingsParams,
  IdentityProof,
  InstallRemoteAgentParams,
  RemoteAgentEvidence,
  Step,
} from '../../contracts/agent-protocol.js';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { RunCommand } from '../system/run-command.js';

/** Tells the server how far an instruction has come. */
export type Progress = (step: Step, percent?: number) => void;

/** What an instruction came to, with what is seen on the device afterwards. */
export interface Done {
  readonly detail: string;
  readonly evidence: RemoteAgentEvidence;
}

/** What a provider may use of the endpoint agent. */
export interface Surroundings {
  /** The provider's own folder within the state folder. */
  readonly folder: string;
  readonly artifacts: ArtifactStore;
  readonly run: RunCommand;
  /** No service manager: the remote agent runs as a child of ours, inside `folder`. */
  readonly privateMode: boolean;
  /** How far the device's clock is ahead of the server's, in milliseconds. */
  readonly skewMs: () => number;
}

/**
 * The remote agent of one provider on this device. Every act is idempotent: it looks at what is there, does what is
 * missing, and reports. Acts throw `CodedFailure`; the caller sees to it that they never overlap.
 */
export interface RemoteAgent {
  readonly provider: string;
  /** How often looking is reasonable on this system. */
  readonly lookEveryMs: number;

  /** Brings up what an earlier run of the endpoint agent left installed, or takes over what still runs. */
  resume(): Promise<void>;
  /** Installs or updates; an order whose generation is effective already changes nothing. */
  install(
    order: { readonly generation: string; readonly params: InstallRemoteAgentParams },
    progress: Progress,
  ): Promise<Done>;
  /** Removes, and proves what is gone. */
  remove(progress: Progress): Promise<Done>;
  applySettings(params: ApplySettingsParams, progress: Progress): Promise<Done>;
  /** Shows the mark at the provider, which costs a restart and never a new installation. */
  proveIdentity(proof: IdentityProof, progress: Progress): Promise<Done>;

  /** What is seen now; cheap enough to be asked every `lookEveryMs`. */
  observe(): Promise<RemoteAgentEvidence>;
  /** Agents of the same provider on this device that are not ours. */
  observeForeign(): Promise<readonly RemoteAgentEvidence[]>;
  /** Removes one of those by where it lies, with its maker's own means, and proves that it is gone; returns what was done. */
  removeForeign(place: string, progress: Progress): Promise<string>;
  /** Finds out what costs too much to be found out while somebody waits. */
  learnVersion(): Promise<void>;
  /** Repairs what fell over, where the settings ask for it and the bounds allow it. */
  repair(): Promise<void>;
  /** Calls back at the first sign that `observe` may have changed. */
  onSign(look: () => void): void;
  /** The endpoint agent ends: what must not outlive it ends too. */
  release(): Promise<void>;
}
