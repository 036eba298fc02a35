import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** What the installation has settled for every device, whatever policies and overrides say. */
export interface PolicyLocks {
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly version: number;
}

export async function policyLocks(tx: Tx): Promise<PolicyLocks> {
  const [locks]: PolicyLocks[] = await tx.query('SELECT settings, version FROM policy_locks');
  if (!locks) throw new TypeError('the row of policy locks is missing');
  return locks;
}
