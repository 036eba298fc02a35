import { chmodSync, existsSync, readFileSync } from 'node:fs';
import type { EnrolResponse } from '../../contracts/agent-protocol.js';
import { writeAtomically } from '../state/write-atomically.js';
import type { StateFolder } from '../state/state-folder.js';
import { DeviceKey, rootKeyFingerprint, trustedServerKeys, type ServerKeys } from '../wire/index.js';

/** What enrolment left behind: which device this is, and whom it obeys. */
export interface Enrolment extends EnrolResponse {
  readonly server: string;
  readonly enrolledAt: string;
}

const KEY_FILE = 'device-key.pem';
const ENROLMENT_FILE = 'enrolment.json';

/** The device's key, made at the first call and durable before it is returned, so that no lost reply can orphan it. */
export function deviceKey(folder: StateFolder): DeviceKey {
  const path = folder.file(KEY_FILE);
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return DeviceKey.fromPem(readFileSync(path, 'utf8'));
  }
  const key = DeviceKey.generate();
  writeAtomically(path, key.toPem());
  return key;
}

export function readEnrolment(folder: StateFolder): Enrolment | undefined {
  return folder.readJson<Enrolment>(ENROLMENT_FILE);
}

export function writeEnrolment(folder: StateFolder, enrolment: Enrolment): void {
  folder.writeJson(ENROLMENT_FILE, enrolment);
}

/** The keys this device obeys, proven anew from the root key that was accepted at enrolment. */
export function serverKeysOf(enrolment: Enrolment): ServerKeys {
  return trustedServerKeys(enrolment.rootKey, rootKeyFingerprint(enrolment.rootKey), enrolment.serverKeys);
}
