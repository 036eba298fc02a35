import type { RemoteAgentEvidence, Trouble } from '../../../contracts/agent-protocol.js';

export type Gone = NonNullable<RemoteAgentEvidence['gone']>[number];

/** What must lie beside the MeshAgent before it starts. */
export interface MeshFiles {
  /** A verified copy of the vendor's file, not executable. */
  readonly artifact: string;
  readonly msh: string;
  /** Read by the MeshAgent at process start only. */
  readonly tag: string;
  /** A database whose node identity it shall have; moved into its place. */
  readonly identity?: string;
}

/** How a MeshAgent lives on this device: as a service of the system, or as a child of ours. Acts throw `CodedFailure`. */
export interface Hosting {
  /** Where binary, settings, tag and database of the running MeshAgent are. */
  readonly binary: string;
  readonly database: string;
  /** How often looking at the process is reasonable. */
  readonly lookEveryMs: number;

  /** Puts the files in their place, replacing what is there, and starts; the node identity survives. */
  install(files: MeshFiles): Promise<void>;
  writeTag(tag: string): void;
  /** Whether the settings file says exactly this. */
  hasSettings(msh: string): boolean;
  /** Writes the settings file anew; read at the next start. */
  writeSettings(msh: string): void;
  /** Has the service manager start it with the system again, where somebody disabled that. */
  enable(): Promise<void>;
  /** What the service manager says is wrong; null where there is none, or nothing is. */
  trouble(): Promise<Trouble | null>;
  /** Whether everything of the installation is gone, as after an uninstallation, and not only the program. */
  isUninstalled(): boolean;
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Whether the files are in their place; says nothing about the process. */
  isInstalled(): boolean;
  /** The process that runs now, if one does. */
  processId(): Promise<number | undefined>;
  /** The last words of a MeshAgent that ended, where they are at hand. */
  lastOutput(): string;
  /** Removes all of it and names what was looked at and is gone. */
  remove(): Promise<readonly Gone[]>;
  /** What `remove` would have to find gone. */
  readonly removable: readonly Gone[];
  /** Takes over what an earlier endpoint agent left running, so that there are never two; starts it if nothing runs. */
  takeOver(): Promise<void>;
  release(): Promise<void>;
  onExit(callback: () => void): void;
}
