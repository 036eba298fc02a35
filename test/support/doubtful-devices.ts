import { AgentOnTheWire } from './agent-on-the-wire.js';

/** The same hardware set up anew: with a token of another site it has to wait for somebody's decision. */
export async function reImaged(serverUrl: string, former: AgentOnTheWire, token: string): Promise<AgentOnTheWire> {
  const fresh = new AgentOnTheWire(serverUrl, { hostname: former.hostname, hardwareId: former.hardwareId });
  await fresh.enrol(token);
  return fresh;
}

/** The same key on other hardware, as on a copied disk: it is refused, and the device it belongs to goes into quarantine. */
export async function copied(serverUrl: string, former: AgentOnTheWire, token: string): Promise<void> {
  const copy = new AgentOnTheWire(serverUrl, { hostname: former.hostname, key: former.key });
  const { status } = await copy.knock(copy.request(token));
  if (status !== 409) throw new Error(`a copied identity was answered ${status}`);
}
