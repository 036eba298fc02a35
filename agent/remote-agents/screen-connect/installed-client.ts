import type { InstalledRecord } from '../installed-record.js';
import type { FoundClient } from './client-system.js';
import { clientConfiguration } from './configuration.js';
import { LaunchParameters } from './launch-parameters.js';

/** Our client as it was last looked at; looking costs processes on some systems. */
export interface Seen {
  readonly at: number;
  readonly client: FoundClient | undefined;
  readonly pid: number | undefined;
}

export function fingerprintOf({ params }: InstalledRecord): string {
  return clientConfiguration(params.configuration).fingerprint;
}

/** Of every client that is ours: where one never came to take the place of another instance's, that one is too. */
export function fingerprintsOf(record: InstalledRecord): string[] {
  return [...(record.replaces === undefined ? [] : [record.replaces]), fingerprintOf(record)];
}

/** What the client is to be started with, beside what belongs to others in what it is started with now. */
export function wantedParameters({ params, remoteId }: InstalledRecord, now: LaunchParameters | undefined): LaunchParameters {
  return LaunchParameters.of(clientConfiguration(params.configuration), params.proof.mark, now, remoteId);
}

/** Whether everything is there that was there when it last ran. */
export function isWhole({ programs }: FoundClient, { programs: wanted = [] }: InstalledRecord): boolean {
  return programs.length > 0 && wanted.every((name) => programs.includes(name));
}
