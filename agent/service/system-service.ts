import type { OwnProgram } from '../self/own-program.js';
import type { StateFolder } from '../state/state-folder.js';

/** The endpoint agent's own place in the system's service manager. */
export interface SystemService {
  readonly name: string;
  /** The program as the service runs it, once installed. */
  program(program: OwnProgram): OwnProgram;
  /** Installs, enables and starts; safe to repeat. Throws where the service manager refuses. */
  install(program: OwnProgram, state: StateFolder): Promise<void>;
  stop(): Promise<void>;
  /** Does not end the process that asks for it. */
  uninstall(): Promise<void>;
}
