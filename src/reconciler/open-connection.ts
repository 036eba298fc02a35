import type { Tx } from '../platform/database/unit-of-work.js';
import type { CoreBox } from '../platform/sealing/core-box.js';
import { connectionOf, type ConnectionTrial, missingSecret, providerKind, ProviderError, type ProviderKind, purposeOfSecret, type RemoteAccessProvider } from '../remote-access/index.js';

type Ports = Parameters<ProviderKind['open']>[1];

/** Opens a server by a connection with its secrets, sealed beside it or stored with its instance; rejects when one is not there for it. */
export async function openConnection(reads: Tx, box: CoreBox, { kind: name, connection: stored, sealed, instanceId }: ConnectionTrial, ports: Ports): Promise<RemoteAccessProvider> {
  const kind = providerKind(name);
  if (!kind) throw new ProviderError('rejected', `This version of Latchkey does not know ${name}.`);
  const connection = connectionOf(kind, stored);
  const kept: { name: string; sealed: Buffer }[] =
    instanceId === null ? [] : await reads.query('SELECT name, sealed FROM provider_secret WHERE provider_instance_id = $1', [instanceId]);
  const secrets: Record<string, string> = {};
  for (const field of kind.connectionFields.filter(({ secret }) => secret)) {
    const purposeFor = (owner: string) => purposeOfSecret(kind, owner, field.key, connection);
    const given = sealed[field.key];
    const stands = kept.find((each) => each.name === field.key);
    if (given !== undefined) secrets[field.key] = opened(box, purposeFor('trial'), Buffer.from(given, 'base64'), field.title);
    else if (stands && instanceId !== null) secrets[field.key] = opened(box, purposeFor(instanceId), stands.sealed, field.title);
  }
  return kind.open({ ...connection, ...secrets }, ports);
}

function opened(box: CoreBox, purpose: string, sealed: Buffer, title: string): string {
  try {
    return box.open(purpose, sealed).toString();
  } catch {
    throw missingSecret(title);
  }
}
