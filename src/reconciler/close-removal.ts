import type { DeploymentFacts } from '../deployment-status/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Nothing of this deployment is left: the proof is kept for ever, its evidence is of the past, its secret opens nothing any more. */
export async function closeRemoval(tx: Tx, { deploymentId, generation, agent, provider }: DeploymentFacts): Promise<void> {
  const [closed]: { id: string }[] = await tx.query(
    `WITH closed AS (UPDATE deployment SET removed_at = now(), secret_hash = NULL, proof_hash = NULL WHERE id = $1 AND generation = $2 RETURNING id)
     SELECT id FROM closed`,
    [deploymentId, generation.toString()],
  );
  if (!closed) return;
  await tx.query(
    `INSERT INTO removal_proof (deployment_id, generation, instruction_id, device_at, provider_at)
     SELECT $1, $2, (SELECT i.id FROM instruction i
                      WHERE i.deployment_id = $1 AND i.generation = $2 AND i.kind = 'remove-remote-agent' AND i.outcome = 'done' AND $3::timestamptz IS NOT NULL
                      ORDER BY i.seq DESC LIMIT 1), $3, $4
     ON CONFLICT (deployment_id, generation) DO NOTHING`,
    [deploymentId, generation.toString(), agent.removedAt, agent.removedAt && provider.readAt],
  );
  await tx.query(
    `UPDATE deployment_evidence SET installed = false, running = false, remote_id = NULL, proof_number = NULL, configured_generation = NULL,
            process = NULL, troubles = '[]', verified_process = NULL, verified_proof = NULL, verified_remote_id = NULL, verified_incarnation = NULL, verified_at = NULL, removed_at_device_at = NULL WHERE deployment_id = $1`,
    [deploymentId],
  );
  await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'deployment', id: deploymentId }));
}

/** What the policy let the device keep is a tombstone again, to be proven like any other. */
export async function reopenRemoval(tx: Tx, { deploymentId, generation }: DeploymentFacts): Promise<void> {
  await tx.query(
    `UPDATE deployment SET removed_at = NULL, remove_after = now() WHERE id = $1 AND generation = $2 AND desired = 'absent' AND secret_hash IS NOT NULL`,
    [deploymentId, generation.toString()],
  );
}
