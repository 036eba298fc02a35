import { policyType, type PolicyType } from '../policies/index.js';

/** The kind of policy that deployments carry out: what an override or a lock can say. */
export function settingsOfDevices(): PolicyType {
  const type = policyType('devices', 'remote-access');
  if (!type) throw new TypeError('remote access is no type of policy');
  return type;
}
