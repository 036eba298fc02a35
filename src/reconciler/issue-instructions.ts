import { createHash } from 'node:crypto';
import type { IdentityProof, InstallRemoteAgentParams, Installer, InstructionKind, InstructionParams } from '../../contracts/agent-protocol.js';
import type { LoadedDeployment } from '../deployment-status/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { uuidV5 } from '../platform/ids.js';
import type { CoreSeed } from '../platform/sealing/core-seed.js';
import { wakeUpEach } from '../platform/wake-ups/wake-ups.js';
import type { RemoteAccessProvider } from '../remote-access/index.js';
import type { InstructionSigner } from './signing-keys.js';

/** Namespace of instruction ids: the same order of the same attempt is the same id wherever it is made. */
export const INSTRUCTION_NAMESPACE = '6f0e1f57-3a4e-5c59-9a43-5b0c7d1f2e86';
/** How long a device may wait before it begins; a signed order that lies about longer is worthless. */
const LIFETIME_MS = 5 * 60_000;

export interface OrderDesk {
  readonly signer: InstructionSigner;
  readonly seed: CoreSeed;
  readonly provider: RemoteAccessProvider;
}

/** One order to be given. */
export interface Order {
  readonly desk: OrderDesk;
  readonly deployment: LoadedDeployment;
  readonly kind: InstructionKind;
  /** Whether the device gets a fresh one-time mark with it. */
  readonly renewProof: boolean;
}

type Artifact = Pick<Installer, 'sha256' | 'size' | 'format'>;

/**
 * Writes signed orders for connected devices and hints to their gateways, any number of them in the same few statements. Runs inside
 * the transaction that holds the deployments' rows, so that two workers can never both issue the same attempt. While the
 * installation is frozen nothing is written, whatever was planned.
 */
export async function issueInstructions(tx: Tx, orders: readonly Order[], now: Date): Promise<void> {
  if (orders.length === 0) return;
  const seqs = await nextSeqs(tx, orders);
  const artifacts = await artifactsFor(tx, orders.filter(({ kind }) => installs(kind)));
  const written = [];
  for (const order of orders) {
    const { deviceId } = order.deployment.facts;
    const seq = seqs.get(deviceId);
    if (seq === undefined) continue;
    seqs.set(deviceId, seq + 1);
    written.push(await write(order, seq, artifacts, now));
  }
  if (written.length === 0) return;
  await tx.query(KEEP_HASHES, [JSON.stringify(written.map(({ hashes }) => hashes))]);
  await tx.query(
    `UPDATE instruction SET reported_at = clock_timestamp(), outcome = 'expired', frame = NULL WHERE deployment_id = ANY($1::uuid[]) AND reported_at IS NULL`,
    [written.map(({ row }) => row.deployment_id)],
  );
  await tx.query(INSERT, [JSON.stringify(written.map(({ row }) => row))]);
  await wakeUpEach(tx, 'instruct', written.map(({ row }) => row.device_id));
}

const KEEP_HASHES = `
  UPDATE deployment p
     SET proof_number = coalesce(h.proof_number, p.proof_number), proof_hash = coalesce(decode(h.proof_hash, 'hex'), p.proof_hash),
         secret_hash = coalesce(decode(h.secret_hash, 'hex'), p.secret_hash)
    FROM jsonb_to_recordset($1::jsonb) AS h (id uuid, proof_number int, proof_hash text, secret_hash text)
   WHERE p.id = h.id AND (h.proof_hash IS NOT NULL OR h.secret_hash IS NOT NULL)`;

const INSERT = `
  INSERT INTO instruction (id, device_id, deployment_id, seq, generation, kind, attempt, frame, issued_at, expires_at)
  SELECT id, device_id, deployment_id, seq, generation, kind, attempt, frame, issued_at, expires_at
    FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, device_id uuid, deployment_id uuid, seq bigint, generation bigint, kind text, attempt int, frame text,
                                             issued_at timestamptz, expires_at timestamptz)`;

/** The first number of each device that gets orders, as many as it gets being taken; devices in the order of their ids, so that two workers never wait for each other. */
async function nextSeqs(tx: Tx, orders: readonly Order[]): Promise<Map<string, number>> {
  const rows: { id: string; seq: string }[] = await tx.query(
    `WITH held AS MATERIALIZED (
       SELECT id FROM device WHERE id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM installation WHERE frozen) ORDER BY id FOR NO KEY UPDATE
     ), taken AS (SELECT id, count(*)::int AS n FROM unnest($1::uuid[]) AS t (id) GROUP BY id
     ), next AS (UPDATE device d SET next_instruction_seq = next_instruction_seq + n FROM held JOIN taken USING (id) WHERE d.id = held.id RETURNING d.id, next_instruction_seq - n AS seq)
     SELECT id, seq FROM next`,
    [orders.map(({ deployment }) => deployment.facts.deviceId)],
  );
  return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
}

async function write(order: Order, seq: number, artifacts: ReadonlyMap<string, Artifact>, now: Date) {
  const { desk, deployment, kind, renewProof } = order;
  const { facts } = deployment;
  const proof = renewProof ? renewedProof(order) : null;
  const deploymentSecret = installs(kind) ? desk.seed.derive(`engine-agent:${facts.deploymentId}`) : null;
  const params = await paramsOf(order, { proof, deploymentSecret, artifact: artifacts.get(artifactKey(deployment)) });
  const attempt = deployment.orders + 1;
  const generation = facts.generation.toString();
  const id = uuidV5(INSTRUCTION_NAMESPACE, `${facts.deploymentId}:${generation}:${kind}:${attempt}`);
  const [issuedAt, expiresAt] = [now.toISOString(), new Date(now.getTime() + LIFETIME_MS).toISOString()];
  const frame = desk.signer.frame({ id, seq, deviceId: facts.deviceId, generation, kind, params, issuedAt, notBefore: issuedAt, expiresAt });
  return {
    hashes: { id: facts.deploymentId, proof_number: proof?.number ?? null, proof_hash: proof && hashOf(proof.mark), secret_hash: deploymentSecret && hashOf(deploymentSecret) },
    row: { id, device_id: facts.deviceId, deployment_id: facts.deploymentId, seq, generation, kind, attempt, frame, issued_at: issuedAt, expires_at: expiresAt },
  };
}

/** A fresh one-time mark; only its hash is kept. */
function renewedProof({ desk: { seed, provider }, deployment: { facts } }: Order): IdentityProof {
  const number = facts.proofNumber + 1;
  return { number, mark: provider.proofMark(facts.deviceId, seed.derive(`identity:${facts.deploymentId}:${number}`)) };
}

interface Ingredients {
  readonly proof: IdentityProof | null;
  readonly deploymentSecret: string | null;
  readonly artifact: Artifact | undefined;
}

async function paramsOf(order: Order, { proof, ...ingredients }: Ingredients): Promise<InstructionParams[InstructionKind]> {
  const { providerKind: provider, kept: settings, settingsHash } = order.deployment;
  switch (order.kind) {
    case 'install-remote-agent':
    case 'update-remote-agent':
      return installParams(order, { proof: needed(proof), ...ingredients });
    case 'apply-settings':
      return { provider, settings, settingsHash };
    case 'verify-identity':
      return { provider, proof: needed(proof) };
    case 'remove-remote-agent':
      return { provider };
    default:
      throw new Error(`${order.kind} is not an order of a deployment`);
  }
}

async function installParams({ desk, deployment }: Order, { proof, deploymentSecret, artifact }: Ingredients & { proof: IdentityProof }): Promise<InstallRemoteAgentParams> {
  const { remoteGroupId } = deployment.facts.provider;
  if (!artifact || remoteGroupId === null || deploymentSecret === null) throw new Error('an installation was planned before its prerequisites');
  return {
    provider: deployment.providerKind,
    installer: { url: `/agent/v1/artifacts/${artifact.sha256}`, ...artifact, arguments: [] },
    configuration: await desk.provider.installConfiguration({ remoteGroupId, deploymentSecret }),
    proof,
    settings: deployment.kept,
    settingsHash: deployment.settingsHash,
  };
}

/** The remote agents that these orders install, by instance and platform; without their bytes. */
async function artifactsFor(tx: Tx, orders: readonly Order[]): Promise<Map<string, Artifact>> {
  if (orders.length === 0) return new Map();
  const rows: { key: string; sha256: string; size: number; format: Artifact['format'] }[] = await tx.query(
    `SELECT provider_instance_id || ' ' || platform AS key, sha256, size, format FROM artifact WHERE provider_instance_id = ANY($1::uuid[])`,
    [[...new Set(orders.map(({ deployment }) => deployment.providerInstanceId))]],
  );
  return new Map(rows.map(({ key, ...artifact }) => [key, artifact]));
}

function artifactKey({ providerInstanceId, platform }: LoadedDeployment): string {
  return `${providerInstanceId} ${platform}`;
}

function installs(kind: InstructionKind): boolean {
  return kind === 'install-remote-agent' || kind === 'update-remote-agent';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function needed<T>(value: T | null): T {
  if (value === null) throw new Error('an order of this kind renews the identity mark');
  return value;
}
