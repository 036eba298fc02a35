import { Histogram } from 'prom-client';
import { processMetrics } from './platform/metrics/process-metrics.js';
import type { WorkObserved } from './reconciler/index.js';

const SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30];

/** Measures process `core`: its loop, and itself. */
export function measureCore(): { readonly observed: WorkObserved; readonly read: () => Promise<string> } {
  const registry = processMetrics('core');
  const worked = new Histogram({
    name: 'latchkey_loop_seconds',
    help: 'How long each piece of work of the loop took, and whether it failed and is tried again.',
    labelNames: ['work', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    observed: (work, seconds, failed) => worked.observe({ work, outcome: failed ? 'failed' : 'done' }, seconds),
    read: () => registry.metrics(),
  };
}
