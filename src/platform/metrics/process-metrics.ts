import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { ownVersion } from '../own-version.js';

/** What every process of this program says of itself: processor, memory, event loop, and which version it is. */
export function processMetrics(process: 'web' | 'core'): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'latchkey_build', help: 'Always 1; its label is the version that runs.', labelNames: ['version'], registers: [registry] }).set({ version: ownVersion() }, 1);
  return registry;
}
