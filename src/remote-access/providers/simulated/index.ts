/**
 * The provider of a rehearsal: `npm run simulate` serves it, and simulated remote agents connect to it. Promises the neutral interface
 * of remote-access as far as provisioning goes; nothing can be opened there, and it is never offered beside real products.
 */
import { REMOTE_ACCESS_SETTINGS } from '../../../../contracts/policy-settings.js';
import { SIMULATED_PROVIDER } from '../../../../contracts/simulated-provider.js';
import type { ProviderKind } from '../../provider-kind.js';
import { SimulatedProvider } from './simulated-provider.js';

const EXPRESSIBLE = new Set(REMOTE_ACCESS_SETTINGS.map(({ key }) => key));

export const simulated: ProviderKind = {
  kind: SIMULATED_PROVIDER,
  title: 'Rehearsal',
  floorVersion: '0',
  expressible: EXPRESSIBLE,
  opens: ['desktop', 'terminal', 'files'],
  connectionFields: [{ key: 'url', title: 'Address', help: 'Where npm run simulate serves its provider; loopback only.', secret: false, required: true }],
  isRehearsal: true,
  refuseConnection: ({ url = '' }) => (isLoopback(url) ? null : { key: 'url', message: 'A simulated provider is an http address of this machine.' }),
  open: ({ url }, { clock, log }) => new SimulatedProvider(new URL(url!), EXPRESSIBLE, clock, log),
};

function isLoopback(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
