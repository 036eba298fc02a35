import { REMOTE_ACCESS_SETTINGS } from '../../../contracts/policy-settings.js';
import type { PolicyType } from './policy-type.js';

export const remoteAccess: PolicyType = {
  category: 'devices',
  categoryTitle: 'Devices',
  type: 'remote-access',
  title: 'Remote Access',
  help: 'Installs a remote agent on every device it reaches, keeps it working, and says who may do what with it.',
  settings: REMOTE_ACCESS_SETTINGS,
};
