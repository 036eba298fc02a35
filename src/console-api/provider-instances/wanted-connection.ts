import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { connectionOf, providerKind, type ProviderKind, purposeOfSecret } from '../../remote-access/index.js';

const LONGEST = 20_000;
/** Stands in for a secret that is stored and cannot be read here, where the kind looks at the whole. */
const STORED = '0'.repeat(32);

export interface StoredConnection {
  readonly id: string;
  readonly connection: Readonly<Record<string, string>>;
  /** The secrets that there are, by name. */
  readonly secrets: readonly string[];
}

/** A connection as it is to be: what is stored openly, which secrets came with it, and which stay as they are. */
export interface WantedConnection {
  readonly kind: ProviderKind;
  readonly connection: Readonly<Record<string, string>>;
  readonly given: Readonly<Record<string, string>>;
}

export function offeredKind(name: string): ProviderKind {
  const kind = providerKind(name);
  if (!kind || kind.isRehearsal) throw invalidField('/kind', 'known', 'is no kind that can be connected');
  return kind;
}

/** What somebody says of a connection, on top of what is stored; refused at its field when it cannot be tried. */
export function wantedConnection(kind: ProviderKind, said: Readonly<Record<string, unknown>>, stored: StoredConnection | null): WantedConnection {
  const texts = textsIn(kind, said);
  const connection = connectionOf(kind, { ...stored?.connection, ...texts });
  for (const [key, value] of Object.entries(connection)) if (value === '') delete connection[key];
  const isSecret = ({ secret }: { secret: boolean }) => secret;
  const given = Object.fromEntries(kind.connectionFields.filter(isSecret).flatMap(({ key }) => (texts[key] ? [[key, texts[key]]] : [])));
  const kept = stored?.secrets.filter((key) => given[key] === undefined) ?? [];
  const goesElsewhere = kind.connectionFields.some(({ key, decidesReceiver }) => decidesReceiver && (stored?.connection[key] ?? '') !== (connection[key] ?? ''));
  // Otherwise whoever may change the address could have the secret sent to one of his own; core could not open it for that one either.
  if (goesElsewhere && kept.length > 0) throw invalidField(`/connection/${kept[0]!}`, 'needed', 'has to be given again for another server');
  const refusal = kind.refuseConnection({ ...connection, ...given, ...Object.fromEntries(kept.map((key) => [key, STORED])) });
  if (refusal) throw invalidField(`/connection/${refusal.key}`, 'fit', refusal.message);
  return { kind, connection, given };
}

/** Seals for core, each secret for its owner and its server. */
export async function sealSecrets(tx: Tx, { kind, connection, given }: WantedConnection, owner: string): Promise<Record<string, Buffer>> {
  const sealed: Record<string, Buffer> = {};
  for (const [key, secret] of Object.entries(given)) sealed[key] = await sealForCore(tx, purposeOfSecret(kind, owner, key, connection), Buffer.from(secret));
  return sealed;
}

/** Puts secrets where only core reads them, in the place of what was there. */
export async function storeSecrets(tx: Tx, wanted: WantedConnection, instanceId: string): Promise<void> {
  for (const [name, sealed] of Object.entries(await sealSecrets(tx, wanted, instanceId))) {
    await tx.query('DELETE FROM provider_secret WHERE provider_instance_id = $1 AND name = $2', [instanceId, name]);
    await tx.query('INSERT INTO provider_secret (provider_instance_id, name, sealed) VALUES ($1, $2, $3)', [instanceId, name, sealed]);
  }
}

/** What the audit log says of a connection, without secrets. */
export const auditedConnection = (connection: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(connection).map(([key, value]) => [`connection.${key}`, value]));

/** That a secret was given, and nothing of it. */
export const auditedSecrets = (given: Readonly<Record<string, string>>) => Object.fromEntries(Object.keys(given).map((key) => [`connection.${key}`, ['…', '…'] as [string, string]]));

function textsIn(kind: ProviderKind, said: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(said)) {
    const field = kind.connectionFields.find((each) => each.key === key);
    const pointer = `/connection/${key}`;
    if (!field) throw invalidField(pointer, 'known', `is no field of ${kind.title}`);
    if (value !== null && typeof value !== 'string') throw invalidField(pointer, 'text', 'must be text');
    if ((value ?? '').length > LONGEST) throw invalidField(pointer, 'length', `must not be longer than ${LONGEST} characters`);
    if (field.choices && value !== null && value !== '' && !field.choices.includes(value)) throw invalidField(pointer, 'choice', `must be one of ${field.choices.join(', ')}`);
    texts[key] = (value ?? '').trim();
  }
  return texts;
}
