import type { PropertyMapping } from './property-mapping.js';
import type { RelayFacts } from './server-facts.js';
import type { SiteLabels } from './site-groups.js';

/**
 * What the endpoint agent needs to start the client as one of ours. The mark is not here: it comes with the proof, and the endpoint
 * agent puts it at `markProperty`. Nothing here is secret, but whoever has it can enrol a device.
 */
export function installConfiguration(relay: RelayFacts, labels: SiteLabels, mapping: PropertyMapping, expectedSigner: string): Readonly<Record<string, string>> {
  const facts = {
    fingerprint: relay.fingerprint,
    relayHost: relay.host,
    relayPort: relay.port,
    serverKey: relay.publicKey,
    [`property${mapping.company}`]: labels.company,
    [`property${mapping.site}`]: labels.site,
    [`property${mapping.key}`]: labels.key,
    markProperty: String(mapping.mark),
    expectedSigner,
  };
  // Nothing in an instruction is empty.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));
}
