import {
  judgeConditions, type LoadedDeployment, loadDeploymentFacts, modesOf, projectPhase, SILENCE, storeStatuses,
} from '../deployment-status/index.js';
import { awaitFreeze, tellRollouts } from '../deployments/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { requestAct } from '../remote-access/index.js';
import { closeRemoval, reopenRemoval } from './close-removal.js';
import { issueInstruction, type OrderDesk } from './issue-instruction.js';
import { type DeploymentPlan, planDeployment } from './plan-deployment.js';

/** The desk that signs and words orders for a provider instance; null while that instance is not open here. */
export type DeskFor = (providerInstanceId: string) => OrderDesk | null;

const BATCH = 100;

/** Takes the longest due of those that nobody else holds. */
export const DUE = 'SELECT id FROM deployment WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED';

/**
 * Takes deployments that are due, judges them, plans and executes their next step and stores what is so, all under the lock of
 * their rows; returns how many it took. Takes no input: whatever woke it, it looks at the database alone.
 */
export async function reconcileDeployments(unit: UnitOfWork, deskFor: DeskFor): Promise<number> {
  return unit.run(async (tx) => {
    const due: { id: string }[] = await tx.query(DUE, [BATCH]);
    if (due.length === 0) return 0;
    await awaitFreeze(tx);
    const [{ now }]: [{ now: Date }] = await tx.query('SELECT clock_timestamp() AS now');
    const before = await loadDeploymentFacts(tx, due.map(({ id }) => id));
    const plans = before.map((deployment) => ({ deployment, plan: planDeployment(deployment.facts, judgeConditions(deployment.facts, now), now) }));
    const touched: string[] = [];
    for (const { deployment, plan } of plans) {
      if (await execute(tx, deskFor, deployment, plan, now)) touched.push(deployment.facts.deploymentId);
    }
    const after = new Map((await loadDeploymentFacts(tx, touched)).map((deployment) => [deployment.facts.deploymentId, deployment]));
    const judged = before.map((deployment) => judge(after.get(deployment.facts.deploymentId) ?? deployment, now));
    const changed = await storeStatuses(tx, judged, now);
    await tellRollouts(tx, { changed, ready: before.filter(isReadyForItsWave).map(({ facts }) => facts.deviceId) });
    await scheduleNextLook(tx, plans);
    return due.length;
  });
}

function isReadyForItsWave({ facts: { device, pending } }: LoadedDeployment): boolean {
  return device.online && pending?.rollout?.state === 'running' && pending.rollout.windowOpensAt === null;
}

function judge(deployment: LoadedDeployment, now: Date) {
  const { facts } = deployment;
  const conditions = judgeConditions(facts, now);
  const projected = projectPhase(facts, conditions, now);
  const windowOpensAt = projected.waitsFor === 'window' ? facts.pending?.rollout?.windowOpensAt : null;
  return { deployment, conditions, projected, modes: modesOf(facts.device, facts.settings), nextAttemptAt: windowOpensAt ?? facts.nextAttemptAt };
}

/** Does what was planned, without choices of its own; says whether that changed any fact. */
async function execute(tx: Tx, deskFor: DeskFor, deployment: LoadedDeployment, plan: DeploymentPlan, now: Date): Promise<boolean> {
  const { facts, providerInstanceId, siteId, platform } = deployment;
  const id = facts.deploymentId;
  for (const act of plan.acts) {
    if (facts.provider.acts.has(act.kind)) continue;
    if (act.kind === 'ensure-site') await requestAct(tx, { kind: act.kind, request: { siteId }, providerInstanceId, siteId });
    else if (act.kind === 'ensure-installer') await requestAct(tx, { kind: act.kind, request: platform, providerInstanceId });
    else await requestAct(tx, { kind: act.kind, request: { remoteId: act.remoteId }, providerInstanceId, deploymentId: id });
  }
  if (plan.prove !== null) {
    await tx.query(
      `UPDATE deployment_evidence SET verified_remote_id = $2, verified_incarnation = $3, verified_process = process, verified_proof = proof_number, verified_at = $4, failure_code = NULL,
              failure_detail = NULL, failure_at = NULL, failure_generation = NULL, attempts = 0, next_attempt_at = NULL WHERE deployment_id = $1`,
      [id, plan.prove, facts.incarnation, now],
    );
  }
  if (plan.fail !== null) {
    await tx.query(
      `UPDATE deployment_evidence SET failure_code = $2, failure_detail = $5, failure_generation = $3, failure_at = $4,
              attempts = attempts + 1, next_attempt_at = NULL WHERE deployment_id = $1`,
      [id, plan.fail, facts.generation.toString(), now, SILENCE],
    );
  }
  if (plan.retryAt !== null) await tx.query('UPDATE deployment_evidence SET next_attempt_at = $2 WHERE deployment_id = $1', [id, plan.retryAt]);
  if (plan.closeRemoval) await closeRemoval(tx, facts);
  if (plan.reopenRemoval) await reopenRemoval(tx, facts);
  const desk = plan.instruct && deskFor(providerInstanceId);
  if (plan.instruct && desk) await issueInstruction(tx, desk, deployment, plan.instruct.kind, plan.instruct.renewProof, now);
  return plan.prove !== null || plan.fail !== null || plan.retryAt !== null || plan.closeRemoval || plan.reopenRemoval || Boolean(desk);
}

/** A mark set by somebody else since stays due: only what this pass has seen is put off. */
async function scheduleNextLook(tx: Tx, plans: readonly { deployment: LoadedDeployment; plan: DeploymentPlan }[]): Promise<void> {
  await tx.query(
    `UPDATE deployment p SET due_at = now() + make_interval(secs => w.ms / 1000.0)
       FROM unnest($1::uuid[], $2::float8[]) AS w (id, ms) WHERE p.id = w.id`,
    [plans.map(({ deployment }) => deployment.facts.deploymentId), plans.map(({ plan }) => plan.checkAgainInMs)],
  );
}
