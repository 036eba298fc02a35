import { AgentOnTheWire } from './agent-on-the-wire.js';
import type { ApiClient } from './api-client.js';

/** A client with one device that is not looked after any more, under way out. */
export async function leavingClient(serverUrl: string, operator: ApiClient): Promise<void> {
  const name = 'Chandlery Chase';
  const { id: clientId } = await operator.create('/clients', { name });
  const { id: siteId } = await operator.create('/sites', { clientId, name: 'Waterfront' });
  const { token } = await operator.create('/enrolment-tokens', { siteId });
  await new AgentOnTheWire(serverUrl, { hostname: 'shop-counter' }).enrol(token);
  await operator.create(`/clients/${clientId}/offboard`, { reason: 'The contract has ended.', confirm: name });
}
