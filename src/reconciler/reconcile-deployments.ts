import {
  COUNT_ATTEMPT, judgeConditions, type LoadedDeployment, loadDeploymentFacts, modesOf, projectPhase, SILENCE, storeStatuses,
} from '../deployment-status/index.js';
import { awaitFreeze, handOver, tellRollouts } from '../deployments/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { knownOfProviders, platformOfKey, requestAct } from '../remote-access/index.js';
import { closeRemoval, reopenRemoval } from './close-removal.js';
import { issueInstructions, type Order, type OrderDesk } from './issue-instructions.js';
import { type DeploymentPlan, planDeployment } from './plan-deployment.js';

/** The desk that signs and words orders for a provider instance; null while that instance is not open here. */
export type DeskFor = (providerInstanceId: string) => OrderDesk | null;

const BATCH = 400;
/** How soon a provider that tells nothing by itself is looked at again for what it has to show. */
const AWAITED_MS = 10_000;

/** Takes the longest due of those that nobody else holds. */
export const DUE = 'SELECT id FROM deployment WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED';

/**
 * Takes deployments that are due, judges them, plans and executes their next step and stores what is so, all under the lock of
 * their rows; returns how many it took. Takes no input: whatever woke it, it looks at the database alone. What gets an order is
 * judged by the next round: the order leaves with this commit, behind it the orders of all who wait for theirs, and only then
 * what there is to tell about them. A provider that is read now and then is asked at once for what a device says is there.
 */
export async function reconcileDeployments(unit: UnitOfWork, deskFor: DeskFor): Promise<number> {
  const { taken, looks } = await unit.run((tx) => reconcileDue(tx, deskFor));
  // What fails here is seen, and told, by the next whole reading.
  for (const look of looks) void look().catch(() => undefined);
  return taken;
}

type Look = () => Promise<void>;

async function reconcileDue(tx: Tx, deskFor: DeskFor): Promise<{ readonly taken: number; readonly looks: readonly Look[] }> {
  const due: { id: string }[] = await tx.query(DUE, [BATCH]);
  if (due.length === 0) return { taken: 0, looks: [] };
  await awaitFreeze(tx);
  const [{ now }]: [{ now: Date }] = await tx.query('SELECT clock_timestamp() AS now');
  const before = await loadDeploymentFacts(tx, due.map(({ id }) => id), knownOfProviders);
  const plans = before.map((deployment) => ({ deployment, plan: planDeployment(deployment.facts, judgeConditions(deployment.facts, now), now) }));
  const orders = ordersOf(plans, deskFor);
  const ordered = new Set(orders.map(({ deployment }) => deployment));
  const touched = await execute(tx, plans, now);
  await issueInstructions(tx, orders, now);
  const after = new Map((await loadDeploymentFacts(tx, touched, knownOfProviders)).map((deployment) => [deployment.facts.deploymentId, deployment]));
  const settled = plans.filter(({ deployment }) => !ordered.has(deployment));
  const judged = settled.map(({ deployment }) => judge(after.get(idOf({ deployment })) ?? deployment, now));
  const changed = await storeStatuses(tx, judged, now);
  await tellRollouts(tx, { changed, ready: before.filter(isReadyForItsWave).map(({ facts }) => facts.deviceId) });
  const looks = new Map(plans.flatMap((planned) => {
    const look = lookFor(planned, deskFor);
    return look ? [[planned.deployment, look] as const] : [];
  }));
  const inMs = ({ deployment, plan }: Planned) => (ordered.has(deployment) ? 0 : Math.min(plan.checkAgainInMs, looks.has(deployment) ? AWAITED_MS : Infinity));
  await scheduleNextLook(tx, plans.map((planned) => ({ id: idOf(planned), inMs: inMs(planned) })));
  return { taken: due.length, looks: [...looks.values()] };
}

/** How to ask for what the device says is at the provider; undefined where nothing is awaited, or the provider tells it by itself. */
function lookFor({ deployment, plan: { awaits } }: Planned, deskFor: DeskFor): Look | undefined {
  const provider = awaits === null ? null : deskFor(deployment.providerInstanceId)?.provider;
  return provider?.lookAt && (() => provider.lookAt!(awaits!));
}

function isReadyForItsWave({ facts: { device, pending } }: LoadedDeployment): boolean {
  return device.online && pending?.rollout?.state === 'running' && pending.rollout.windowOpensAt === null;
}

function judge(deployment: LoadedDeployment, now: Date) {
  const { facts } = deployment;
  const conditions = judgeConditions(facts, now);
  const projected = projectPhase(facts, conditions, now);
  const windowOpensAt = projected.waitsFor === 'window' ? facts.pending?.rollout?.windowOpensAt : null;
  return { deployment, conditions, projected, modes: modesOf(facts.provider.opens, facts.device, facts.settings), nextAttemptAt: windowOpensAt ?? facts.nextAttemptAt };
}

interface Planned {
  readonly deployment: LoadedDeployment;
  readonly plan: DeploymentPlan;
}

/** Does what was planned, except for orders, without choices of its own, what many plans share in one statement; returns the deployments of which facts have changed. */
async function execute(tx: Tx, plans: readonly Planned[], now: Date): Promise<string[]> {
  for (const planned of plans) await requestActs(tx, planned);
  await recordProofs(tx, plans.filter(({ plan }) => plan.prove !== null), now);
  await recordSilences(tx, plans.filter(({ plan }) => plan.fail !== null), now);
  await recordRetries(tx, plans.filter(({ plan }) => plan.retryAt !== null));
  await handOver(tx, plans.filter(({ plan }) => plan.handOver).map(idOf));
  for (const { deployment, plan } of plans) {
    if (plan.closeRemoval) await closeRemoval(tx, deployment.facts);
    if (plan.reopenRemoval) await reopenRemoval(tx, deployment.facts);
  }
  return plans
    .filter(({ plan }) => plan.prove !== null || plan.handOver || plan.fail !== null || plan.retryAt !== null || plan.closeRemoval || plan.reopenRemoval)
    .map(idOf);
}

function ordersOf(plans: readonly Planned[], deskFor: DeskFor): Order[] {
  return plans.flatMap(({ deployment, plan }) => {
    const desk = plan.instruct && deskFor(deployment.providerInstanceId);
    return plan.instruct && desk ? [{ desk, deployment, ...plan.instruct }] : [];
  });
}

async function requestActs(tx: Tx, { deployment, plan }: Planned): Promise<void> {
  const { facts, providerInstanceId, siteId, platform } = deployment;
  for (const act of plan.acts) {
    if (facts.provider.acts.has(act.kind)) continue;
    if (act.kind === 'ensure-site') await requestAct(tx, { kind: act.kind, request: { siteId }, providerInstanceId, siteId });
    else if (act.kind === 'ensure-installer') await requestAct(tx, { kind: act.kind, request: platformOfKey(platform), providerInstanceId });
    else await requestAct(tx, { kind: act.kind, request: { remoteId: act.remoteId }, providerInstanceId, deploymentId: facts.deploymentId });
  }
}

async function recordProofs(tx: Tx, proven: readonly Planned[], now: Date): Promise<void> {
  if (proven.length === 0) return;
  await tx.query(
    `UPDATE deployment_evidence e SET verified_remote_id = v.remote_id, verified_incarnation = v.incarnation, verified_process = e.process, verified_proof = e.proof_number,
            verified_at = $4, failure_code = NULL, failure_detail = NULL, failure_at = NULL, failure_generation = NULL, attempts = 0, next_attempt_at = NULL
       FROM unnest($1::uuid[], $2::text[], $3::int[]) AS v (id, remote_id, incarnation) WHERE e.deployment_id = v.id`,
    [proven.map(idOf), proven.map(({ plan }) => plan.prove), proven.map(({ deployment }) => deployment.facts.incarnation), now],
  );
}

async function recordSilences(tx: Tx, silent: readonly Planned[], now: Date): Promise<void> {
  if (silent.length === 0) return;
  await tx.query(
    `UPDATE deployment_evidence e SET failure_code = v.code, failure_detail = $5, failure_generation = v.generation, failure_at = $4, next_attempt_at = NULL, ${COUNT_ATTEMPT}
       FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS v (id, code, generation) WHERE e.deployment_id = v.id`,
    [silent.map(idOf), silent.map(({ plan }) => plan.fail), silent.map(({ deployment }) => deployment.facts.generation.toString()), now, SILENCE],
  );
}

async function recordRetries(tx: Tx, waiting: readonly Planned[]): Promise<void> {
  if (waiting.length === 0) return;
  await tx.query(
    `UPDATE deployment_evidence e SET next_attempt_at = v.at FROM unnest($1::uuid[], $2::timestamptz[]) AS v (id, at) WHERE e.deployment_id = v.id`,
    [waiting.map(idOf), waiting.map(({ plan }) => plan.retryAt)],
  );
}

function idOf({ deployment }: Pick<Planned, 'deployment'>): string {
  return deployment.facts.deploymentId;
}

/** A mark set by somebody else since stays due: only what this pass has seen is put off. Whoever is due at once comes behind those that are due already. */
async function scheduleNextLook(tx: Tx, looks: readonly { readonly id: string; readonly inMs: number }[]): Promise<void> {
  await tx.query(
    `UPDATE deployment p SET due_at = clock_timestamp() + make_interval(secs => w.ms / 1000.0)
       FROM unnest($1::uuid[], $2::float8[]) AS w (id, ms) WHERE p.id = w.id`,
    [looks.map(({ id }) => id), looks.map(({ inMs }) => inMs)],
  );
}
