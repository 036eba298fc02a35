import { createHash } from 'node:crypto';
import type { IdentityProof, InstructionKind, InstructionParams } from '../../contracts/agent-protocol.js';
import type { LoadedDeployment } from '../deployment-status/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { uuidV5 } from '../platform/ids.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import type { RemoteAccessProvider } from '../remote-access/index.js';
import type { InstructionSigner } from './signing-keys.js';

/** Namespace of instruction ids: the same order of the same attempt is the same id wherever it is made. */
const INSTRUCTION_NAMESPACE = '6f0e1f57-3a4e-5c59-9a43-5b0c7d1f2e86';
/** How long a device may wait before it begins; a signed order that lies about longer is worthless. */
const LIFETIME_MS = 5 * 60_000;

export interface OrderDesk {
  readonly signer: InstructionSigner;
  readonly sealing: SealingKey;
  readonly provider: RemoteAccessProvider;
}

/**
 * Writes one signed order for a connected device and hints to its gateway. Runs inside the transaction that holds the
 * deployment's row, so that two workers can never both issue the same attempt. While the installation is frozen nothing is
 * written, whatever was planned.
 */
export async function issueInstruction(tx: Tx, desk: OrderDesk, deployment: LoadedDeployment, kind: InstructionKind, renewProof: boolean, now: Date): Promise<void> {
  const { facts } = deployment;
  const [numbered]: { seq: string }[] = await tx.query(
    `WITH next AS (UPDATE device SET next_instruction_seq = next_instruction_seq + 1
                    WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM installation WHERE frozen) RETURNING next_instruction_seq - 1 AS seq)
     SELECT seq FROM next`,
    [facts.deviceId],
  );
  if (!numbered) return;
  const { seq } = numbered;
  const proof = renewProof ? await renewedProof(tx, desk, deployment) : null;
  const params = await paramsOf(tx, desk, deployment, kind, proof);
  const attempt = deployment.orders + 1;
  const generation = facts.generation.toString();
  const id = uuidV5(INSTRUCTION_NAMESPACE, `${facts.deploymentId}:${generation}:${kind}:${attempt}`);
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  const frame = desk.signer.frame({
    id, seq: Number(seq), deviceId: facts.deviceId, generation, kind, params,
    issuedAt: now.toISOString(), notBefore: now.toISOString(), expiresAt: expiresAt.toISOString(),
  });
  await tx.query(
    `UPDATE instruction SET reported_at = clock_timestamp(), outcome = 'expired', frame = NULL WHERE deployment_id = $1 AND reported_at IS NULL`,
    [facts.deploymentId],
  );
  await tx.query(
    `INSERT INTO instruction (id, device_id, deployment_id, seq, generation, kind, attempt, frame, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, facts.deviceId, facts.deploymentId, seq, generation, kind, attempt, frame, now, expiresAt],
  );
  await wakeUp(tx, 'instruct', facts.deviceId);
}

/** A fresh one-time mark; only its hash is kept. */
async function renewedProof(tx: Tx, { sealing, provider }: OrderDesk, { facts }: LoadedDeployment): Promise<IdentityProof> {
  const number = facts.proofNumber + 1;
  const mark = provider.proofMark(facts.deviceId, sealing.derive(`identity:${facts.deploymentId}:${number}`));
  await tx.query('UPDATE deployment SET proof_number = $2, proof_hash = $3 WHERE id = $1', [
    facts.deploymentId, number, createHash('sha256').update(mark).digest(),
  ]);
  return { number, mark };
}

async function paramsOf(tx: Tx, desk: OrderDesk, deployment: LoadedDeployment, kind: InstructionKind, proof: IdentityProof | null): Promise<InstructionParams[InstructionKind]> {
  const provider = deployment.providerKind;
  switch (kind) {
    case 'install-remote-agent':
    case 'update-remote-agent':
      return installParams(tx, desk, deployment, needed(proof));
    case 'apply-settings':
      return { provider, settings: deployment.kept, settingsHash: deployment.settingsHash };
    case 'verify-identity':
      return { provider, proof: needed(proof) };
    case 'remove-remote-agent':
      return { provider };
    default:
      throw new Error(`${kind} is not an order of a deployment`);
  }
}

async function installParams(tx: Tx, { sealing, provider }: OrderDesk, deployment: LoadedDeployment, proof: IdentityProof): Promise<InstructionParams['install-remote-agent']> {
  const { facts, platform } = deployment;
  const [artifact]: { sha256: string; size: number; format: 'executable' }[] = await tx.query(
    'SELECT sha256, size, format FROM artifact WHERE provider_instance_id = $1 AND platform = $2',
    [deployment.providerInstanceId, `${platform.os}-${platform.arch}`],
  );
  if (!artifact || facts.provider.remoteGroupId === null) throw new Error('an installation was planned before its prerequisites');
  const deploymentSecret = sealing.derive(`engine-agent:${facts.deploymentId}`);
  await tx.query('UPDATE deployment SET secret_hash = $2 WHERE id = $1', [facts.deploymentId, createHash('sha256').update(deploymentSecret).digest()]);
  return {
    provider: deployment.providerKind,
    installer: { url: `/agent/v1/artifacts/${artifact.sha256}`, ...artifact, arguments: [] },
    configuration: await provider.installConfiguration({ remoteGroupId: facts.provider.remoteGroupId, deploymentSecret }),
    proof,
    settings: deployment.kept,
    settingsHash: deployment.settingsHash,
  };
}

function needed<T>(value: T | null): T {
  if (value === null) throw new Error('an order of this kind renews the identity mark');
  return value;
}
