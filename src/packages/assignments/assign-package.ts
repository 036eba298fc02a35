import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudits } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { refuseLeavingClients, sitesById } from '../../sites/index.js';
import { packageById } from '../packages/read-packages.js';
import type { AssignPackageBody } from './assign-package.body.js';
import type { AssignedView, AssignmentView } from './assignment.view.js';
import { assignmentsById } from './read-assignments.js';

const DEFAULT_PRIORITY = 100;

/**
 * Puts a package on many sites at once, on all or on none; a site that has it keeps its priority. A package without policies is
 * refused, since nothing would come of it, and so is another priority than the one that a site has it with.
 */
@Injectable()
export class AssignPackage {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, body: AssignPackageBody): Promise<AssignedView> {
    const { items, made } = await this.unit.run((tx) => assignPackage(tx, this.ids, operator, body));
    return { items, created: made.length, existing: body.siteIds.length - made.length };
  }
}

interface PackageOnSites {
  readonly items: AssignmentView[];
  /** Those that were not there before. */
  readonly made: readonly { readonly id: string; readonly siteId: string }[];
}

/** The same as part of a larger change; how many sites there may be is the caller's to say. */
export async function assignPackage(tx: Tx, ids: Ids, operator: Operator, { packageId, siteIds, priority }: AssignPackageBody): Promise<PackageOnSites> {
  const assigned = await packageById(tx, operator.scope, packageId).catch((error: unknown) => {
    throw error instanceof DomainError ? missingReference('/packageId', 'package') : error;
  });
  await refuseEmpty(tx, assigned);
  const sites = new Map((await sitesById(tx, operator.scope, siteIds)).map((site) => [site.id, site]));
  siteIds.forEach((siteId, index) => {
    const site = sites.get(siteId);
    if (!site) throw missingReference(`/siteIds/${index}`, 'site');
    if (assigned.clientId !== null && site.clientId !== assigned.clientId) {
      throw invalidField(`/siteIds/${index}`, 'client', 'is a site of another client than the package');
    }
  });
  await refuseLeavingClients(
    tx,
    [...sites.values()].map((site) => site.clientId),
  );
  const made: { id: string; site_id: string }[] = await tx.query(
    `INSERT INTO assignment (id, package_id, site_id, priority)
     SELECT w.id, $1, w.site_id, $2 FROM unnest($3::uuid[], $4::uuid[]) AS w (id, site_id) ORDER BY w.site_id
     ON CONFLICT ON CONSTRAINT assignment_is_one_per_package_and_site DO NOTHING RETURNING id, site_id`,
    [packageId, priority ?? DEFAULT_PRIORITY, siteIds.map(() => ids.uuid()), siteIds],
  );
  await recordAudits(
    tx,
    actorOf(operator),
    made.map(({ id, site_id: siteId }) => ({
      action: 'assignment.create',
      subject: { kind: 'assignment', id, name: `${assigned.name} on ${sites.get(siteId)?.name ?? ''}` },
      clientId: sites.get(siteId)?.clientId ?? null,
      siteId,
      changes: { package: [null, assigned.name], priority: [null, priority ?? DEFAULT_PRIORITY] },
    })),
  );
  const all: { id: string }[] = await tx.query(
    'SELECT id FROM assignment WHERE package_id = $1 AND site_id = ANY($2::uuid[])',
    [packageId, siteIds],
  );
  const items = await assignmentsById(
    tx,
    operator.scope,
    all.map((row) => row.id),
  );
  if (priority !== undefined) refuseOtherPriorities(items, siteIds, priority);
  return { items, made: made.map(({ id, site_id: siteId }) => ({ id, siteId })) };
}

function refuseOtherPriorities(items: readonly AssignmentView[], siteIds: readonly string[], priority: number): void {
  const others = items.filter((item) => item.priority !== priority);
  if (others.length === 0) return;
  throw new DomainError('API-CONFLICT-03', 'Some of these sites have the package with another priority. Change it there.', {
    errors: others.map((item) => ({ pointer: `/siteIds/${siteIds.indexOf(item.siteId)}`, rule: 'priority', message: `has it with priority ${item.priority}` })),
  });
}

/** Judged by all entries, also those that the caller does not see. */
async function refuseEmpty(tx: Tx, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  const entries: unknown[] = await tx.query('SELECT 1 FROM package_entry WHERE package_id = $1 LIMIT 1', [id]);
  if (entries.length > 0) return;
  throw new DomainError('API-CONFLICT-03', `The package "${name}" has no policies. Add one, then assign it.`, {
    errors: [{ pointer: '/packageId', rule: 'RA-POL-03', message: 'has no policies' }],
  });
}
