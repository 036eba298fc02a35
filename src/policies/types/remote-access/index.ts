import { REMOTE_ACCESS_GROUPS, REMOTE_ACCESS_SETTINGS } from '../../../../contracts/policy-settings.js';
import type { PolicyType } from '../policy-type.js';
import { remoteAccessConditions } from './remote-access-conditions.js';

/** Remote access itself; its settings are in contracts, because agents, console and providers read them too. */
export const policyType: PolicyType = {
  category: 'devices',
  categoryTitle: 'Devices',
  type: 'remote-access',
  title: 'Remote Access',
  help: 'Installs a remote agent on every device it reaches, keeps it working, and says who may do what with it.',
  groups: REMOTE_ACCESS_GROUPS,
  settings: REMOTE_ACCESS_SETTINGS,
  conditions: remoteAccessConditions,
};
