import type { Scope } from '../../accounts/index.js';
import type { WebEngineConfig } from '../../platform/config/web-config.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ProviderListenerView, ProviderVitalsView } from './provider-instance.view.js';
import { providerInstanceById } from './read-provider-instances.js';

/** How an instance is doing as core last saw it, and the doors that this process keeps in front of it. */
export async function providerVitals(tx: Tx, scope: Scope, id: string, engine: WebEngineConfig | null): Promise<ProviderVitalsView> {
  const { health, healthCode, healthDetail, healthSince, checkedAt, engineVersion, belowFloor, floorVersion, embedded } = await providerInstanceById(tx, scope, id);
  const [probed]: Pick<ProviderVitalsView, 'startedAt' | 'probedAt' | 'roundTripMs'>[] = await tx.query(
    'SELECT started_at AS "startedAt", probed_at AS "probedAt", round_trip_ms AS "roundTripMs" FROM provider_instance WHERE id = $1',
    [id],
  );
  return { health, healthCode, healthDetail, healthSince, checkedAt, engineVersion, belowFloor, floorVersion, ...probed!, listeners: embedded && engine ? listenersOf(engine) : [] };
}

function listenersOf({ pageUrl, agentHost, agentPort, port }: WebEngineConfig): ProviderListenerView[] {
  return [
    { purpose: 'pages', address: pageUrl },
    { purpose: 'remote-agents', address: `${agentHost}:${agentPort}` },
    { purpose: 'engine', address: `127.0.0.1:${port}` },
  ];
}
