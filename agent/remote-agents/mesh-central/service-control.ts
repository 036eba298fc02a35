import type { Trouble } from '../../../contracts/agent-protocol.js';

/** What the system's service manager can say and do about the MeshAgent's service. */
export interface ServiceControl {
  readonly lookEveryMs: number;
  /** Code of the status catalogue for a service that does not start. */
  readonly notStarted: string;
  /** Code for an installer that ended like this and left no installation; null is a time-out or no start at all. */
  codeOfInstaller(exitCode: number | null): string;
  processId(binary: string): Promise<number | undefined>;
  /** What the service manager says is wrong with a service whose files are in place; null where it says nothing. */
  trouble(): Promise<Trouble | null>;
  /** Has it start with the system again. */
  enable(): Promise<void>;
  start(): Promise<boolean>;
  restart(binary: string): Promise<boolean>;
  /** Whether the service manager knows nothing of the service any more, its files included. */
  isUnregistered(): Promise<boolean>;
  /** Ends and unregisters by the service manager's own means, where the vendor's uninstaller left something. */
  eradicate(binary: string): Promise<void>;
}
