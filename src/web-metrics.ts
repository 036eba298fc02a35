import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Gauge, Histogram } from 'prom-client';
import { AgentGateway } from './agent-gateway/index.js';
import { installationMetrics } from './console-api/index.js';
import { UnitOfWork } from './platform/database/unit-of-work.js';
import { processMetrics } from './platform/metrics/process-metrics.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** A stream lasts as long as somebody looks; its length says nothing. */
const STREAM = '/api/v1/events';

/**
 * Measures process `web` from now on, which has to be before its routes are made; the answer reads the metrics. Requests are counted
 * by the pattern of their route, so that no id, token or search ever becomes a label.
 */
export function measureWeb(app: NestFastifyApplication): () => Promise<string> {
  const registry = processMetrics('web');
  const answered = new Histogram({
    name: 'latchkey_http_request_seconds',
    help: 'How long requests took, by route and class of status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  app.getHttpAdapter().getInstance().addHook('onResponse', async ({ method, routeOptions: { url: route = 'none' } }, { statusCode, elapsedTime }) => {
    if (route !== STREAM) answered.observe({ method, route, status: `${Math.floor(statusCode / 100)}xx` }, elapsedTime / 1000);
  });
  const connections = new Gauge({ name: 'latchkey_agent_connections', help: 'Devices that are connected to this process.', registers: [registry] });
  return async () => {
    connections.set(app.get(AgentGateway).agents.size);
    return `${await registry.metrics()}\n${await installationMetrics(app.get(UnitOfWork).reads)}`;
  };
}
