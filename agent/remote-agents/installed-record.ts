import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { InstallRemoteAgentParams } from '../../contracts/agent-protocol.js';
import { StateFolder } from '../state/state-folder.js';

/** What was last put on this device, kept so that it can be repaired, compared and repeated. */
export interface InstalledRecord {
  readonly generation: string;
  readonly params: InstallRemoteAgentParams;
  /** False from before the first file is touched until the remote agent was seen running. */
  readonly complete: boolean;
  readonly reinstalls: readonly number[];
  /** SHA-256 of the relay's certificate as it was while the remote agent was connected: another one since means that somebody reads along. */
  readonly relayCertificate?: string;
  /** SHA-256 of the program as it lay there when it was first seen running: an exchanged one is not started again. */
  readonly program?: string;
  /** The provider's id of this endpoint, where the remote agent keeps it outside what it is installed from: a repair gives it back. */
  readonly remoteId?: string;
  /** What it came in place of and has to be removed still, where there can be two for a while. */
  readonly replaces?: string;
  /** The names of its program files when it last ran, where it is more than one. */
  readonly programs?: readonly string[];
  /** What the binary said of itself, and which binary that was. */
  readonly version?: { readonly sha256: string; readonly text: string };
}

const FILE = 'installed.json';

/** The record of one provider's remote agent. It lies outside the remote agent's folder, so that it survives a repair. */
export class InstalledRecords {
  private readonly folder: StateFolder;

  constructor(path: string) {
    this.folder = new StateFolder(path).prepare();
  }

  read(): InstalledRecord | undefined {
    return this.folder.readJson<InstalledRecord>(FILE);
  }

  write(record: InstalledRecord): InstalledRecord {
    this.folder.writeJson(FILE, record);
    return record;
  }

  forget(): void {
    rmSync(this.folder.file(FILE), { force: true });
  }
}

/** Whether carrying out this order would change nothing that is recorded. */
export function isEffective(record: InstalledRecord, generation: string, params: InstallRemoteAgentParams): boolean {
  return record.complete && record.generation === generation && isDeepStrictEqual(record.params, params);
}

/** Whether the same bytes with the same configuration are in place, so that at most mark and settings differ. */
export function isSameInstallation(record: InstalledRecord, params: InstallRemoteAgentParams): boolean {
  return (
    record.complete &&
    record.params.installer.sha256 === params.installer.sha256 &&
    isDeepStrictEqual(record.params.configuration, params.configuration)
  );
}
