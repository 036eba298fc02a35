import { ApiClient } from '../support/api-client.js';
import type { RunningInstallation } from '../support/running-installation.js';
import { DANA } from './dana.js';

/** A client with one site, and a package that waits to be assigned to it. */
export interface RiversideDental {
  readonly clientId: string;
  readonly siteId: string;
  readonly policyId: string;
  readonly packageId: string;
  /** Lets devices into the site. */
  readonly token: string;
}

/** Dana has claimed the installation and may open devices. */
export async function danaAt(installation: RunningInstallation): Promise<ApiClient> {
  const dana = new ApiClient(installation.url);
  await dana.create('/setup', { claimCode: installation.claimCode, ...DANA });
  const { id } = await dana.read('/auth/me');
  await dana.change(`/users/${id}`, { allowRemoteControl: true });
  return dana;
}

/** Dana takes Riverside Dental on. */
export async function riversideDental(dana: ApiClient): Promise<RiversideDental> {
  const client = await dana.create('/clients', { name: 'Riverside Dental' });
  const site = await dana.create('/sites', { clientId: client.id, name: 'Riverside HQ' });
  const policy = await dana.create('/policies', {
    category: 'devices',
    type: 'remote-access',
    name: 'Standard access',
    enabled: true,
    settings: { enabled: true },
  });
  const managed = await dana.create('/packages', { name: 'Managed computers', entries: [{ policyId: policy.id }] });
  const { token } = await dana.create('/enrolment-tokens', { siteId: site.id });
  return { clientId: client.id, siteId: site.id, policyId: policy.id, packageId: managed.id, token };
}
