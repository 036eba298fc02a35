import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { actorOf, coversSite, type Operator, StepUps } from '../../accounts/index.js';
import { refreshStaleMemberships } from '../../devices/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpressibleByKind } from '../classes-of-sites.js';
import { beginRollout } from '../rollouts/begin-rollout.js';
import { type ChangeRequest, presentChange } from './change-request.js';
import { describePlan } from './describe-plan.js';
import { agreedCount } from './kept-plans.js';
import { type FleetPlan, planChange } from './plan-change.js';
import { planHash, type PlannedMove, plannedMoves } from './plan-hash.js';
import type { PlanView } from './plan.view.js';

/** How core's provider kinds are known to web: what each can enforce on a device. */
export const EXPRESSIBLE_BY_KIND = Symbol('ExpressibleByKind');

/** Carries a plan out of the transaction that it is the plan of; everything that the transaction did is undone. */
export class PlanOnly extends Error {
  constructor(readonly plan: PlanView) {
    super('planned, not done');
  }
}

/** The plan is agreed to by its author; a second person has to agree before it is done. */
export class ApprovalNeeded extends Error {
  constructor(readonly plan: PlanView) {
    super('waits for a second person');
  }
}

/**
 * Looks at every transaction of an operator before it commits, and plans what it would move: with the change made, so that the
 * plan is of the change itself and not of a model of it. Small changes pass; large ones need the plan agreed to and become
 * rollouts; a dry run is rolled back. No use case knows about plans, so none can forget them.
 */
@Injectable()
export class ChangeGate implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stepUps: StepUps,
    @Inject(EXPRESSIBLE_BY_KIND) private readonly expressibleBy: ExpressibleByKind,
  ) {}

  onModuleInit(): void {
    this.unit.beforeCommit((tx) => this.inspect(tx));
  }

  private async inspect(tx: Tx): Promise<void> {
    const request = presentChange();
    if (!request) return;
    while (await refreshStaleMemberships(tx, 'own'));
    const siteIds = await markedSites(tx);
    if (siteIds.length === 0 && !request.dryRun && request.ifPlan === null) return;
    const plan = await planChange(tx, siteIds, this.expressibleBy);
    await refuseOutsideScope(tx, request.operator, plan);
    const moves = plannedMoves(plan.moves);
    const judged = { tx, request, plan, moves, hash: planHash(request.basis, moves) };
    if (request.dryRun) throw new PlanOnly(await this.shown(judged));
    await this.refuseUnagreed(judged);
    await letGo(judged);
    await request.approved?.decide(tx);
  }

  /** Throws unless the change may be done now: it is small, or exactly what was agreed to by whoever has to agree. */
  private async refuseUnagreed(judged: JudgedChange): Promise<void> {
    const { tx, request, plan, moves } = judged;
    const refusal = async (code: string, detail: string) => new DomainError(code, detail, { extra: { plan: await this.shown(judged) } });
    if (request.ifPlan === null) {
      if (!plan.isLarge) return;
      throw await refusal('API-PLAN-01', `This would change ${moves.length} devices. Look at the plan, then send its hash in If-Plan and the number in X-Confirm-Count.`);
    }
    const agreed = await agreedCount(tx, request.ifPlan, request.basis, moves);
    if (agreed === null) throw await refusal('API-PLAN-02', 'Something has changed since this was planned. Look at the new plan.');
    if (!plan.isLarge || request.approved) return;
    if (request.confirmCount !== agreed) throw await refusal('API-PLAN-01', 'Confirm in X-Confirm-Count how many devices the plan says will change.');
    const waitsForSecond = await needsSecondPerson(tx);
    await this.stepUps.require(tx, request.operator, waitsForSecond ? 'unphishable' : 'usual');
    if (waitsForSecond) throw new ApprovalNeeded(await this.shown(judged));
  }

  /** The plan as it is shown; whoever serves the request keeps it once this transaction is over. */
  private async shown({ tx, request, plan, moves, hash }: JudgedChange): Promise<PlanView> {
    request.shown = { hash, moves };
    return describePlan(tx, plan, hash, await needsSecondPerson(tx), this.expressibleBy);
  }
}

interface JudgedChange {
  readonly tx: Tx;
  readonly request: ChangeRequest;
  readonly plan: FleetPlan;
  readonly moves: readonly PlannedMove[];
  readonly hash: string;
}

/** Tells core how to let the changes of this transaction go. */
async function letGo({ tx, request, plan, moves, hash }: JudgedChange): Promise<void> {
  if (plan.siteIds.length === 0) return;
  const { method, path, body } = request.basis.request;
  const by = actorOf(request.operator);
  const rolloutId = plan.isLarge
    ? await beginRollout(tx, { title: `${method} ${path}`, request: body ?? null, planHash: hash, deviceCount: moves.length, by, choices: request.choices })
    : null;
  await tx.query('UPDATE dirty_site SET rollout_id = $1, at_once = $1::uuid IS NULL WHERE tx = pg_current_xact_id()', [rolloutId]);
}

async function markedSites(tx: Tx): Promise<string[]> {
  const rows: { site_id: string }[] = await tx.query('SELECT DISTINCT site_id FROM dirty_site WHERE tx = pg_current_xact_id_if_assigned()');
  return rows.map((row) => row.site_id);
}

async function needsSecondPerson(tx: Tx): Promise<boolean> {
  const [row]: { needs_second_person: boolean }[] = await tx.query('SELECT needs_second_person FROM installation');
  return row?.needs_second_person === true;
}

/** Nothing is said about what lies outside, not even how much it is. */
async function refuseOutsideScope(tx: Tx, operator: Operator, plan: FleetPlan): Promise<void> {
  if (operator.scope.all) return;
  const touched = [...new Set(plan.moves.map(({ siteId }) => siteId))];
  const sites: { siteId: string; clientId: string }[] = await tx.query('SELECT id AS "siteId", client_id AS "clientId" FROM site WHERE id = ANY($1::uuid[])', [touched]);
  if (!sites.every((site) => coversSite(operator.scope, site))) {
    throw new DomainError('API-SCOPE-01', 'This would change devices outside your scope.');
  }
}
