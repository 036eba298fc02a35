import type { Installer, RemoteAgentEvidence, Trouble } from '../../../contracts/agent-protocol.js';
import type { LaunchParameters } from './launch-parameters.js';

export type Gone = NonNullable<RemoteAgentEvidence['gone']>[number];

/** A client on this device, of whatever instance. */
export interface FoundClient {
  readonly fingerprint: string;
  /** Where its program lies. */
  readonly place: string;
  readonly parameters: LaunchParameters | undefined;
  /** The names of its program files that are there. */
  readonly programs: readonly string[];
}

export interface ClientPackage {
  readonly artifact: string;
  readonly format: Installer['format'];
  readonly fingerprint: string;
  readonly parameters: LaunchParameters;
  readonly expectedSigner?: string;
}

/**
 * How clients are installed, found, started and removed on one operating system; each client by its fingerprint, so that one of
 * another instance is never meant. Acts throw `CodedFailure`.
 */
export interface ClientSystem {
  readonly lookEveryMs: number;
  readonly formats: readonly Installer['format'][];
  /** What `remove` would have to find gone. */
  readonly removable: readonly Gone[];

  clients(): Promise<readonly FoundClient[]>;
  /** Installs or updates by the system's own means; true where the device must restart before the client is whole. */
  install(wanted: ClientPackage): Promise<boolean>;
  /** What the client is started with the next time. */
  writeParameters(client: FoundClient, parameters: LaunchParameters): Promise<void>;
  version(client: FoundClient): Promise<string | null>;
  processId(client: FoundClient): Promise<number | undefined>;
  /** What the service manager says is wrong; null where it says nothing. */
  trouble(client: FoundClient): Promise<Trouble | null>;
  /** Has it start with the system again, where somebody disabled that. */
  enable(client: FoundClient): Promise<void>;
  start(client: FoundClient): Promise<void>;
  restart(client: FoundClient): Promise<void>;
  stop(client: FoundClient): Promise<void>;
  /** Removes what is there of it, and names what was looked at and is gone. */
  remove(fingerprint: string): Promise<readonly Gone[]>;
}
