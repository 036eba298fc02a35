/** What the console reads: several nouns joined into one answer, and what has changed. Nobody imports this but the process itself. */
export { ConsoleApiModule } from './console-api.module.js';
export { installationMetrics } from './system/installation-metrics.js';
