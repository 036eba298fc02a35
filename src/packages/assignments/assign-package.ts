import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { refuseLeavingClients, sitesById } from '../../sites/index.js';
import { packageById } from '../packages/read-packages.js';
import type { AssignPackageBody } from './assign-package.body.js';
import type { AssignedView } from './assignment.view.js';
import { assignmentsById } from './read-assignments.js';

/** Puts a package on many sites at once, on all or on none; a site that has it keeps its priority. */
@Injectable()
export class AssignPackage {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, { packageId, siteIds, priority = 100 }: AssignPackageBody): Promise<AssignedView> {
    return this.unit.run(async (tx) => {
      const assigned = await packageById(tx, operator.scope, packageId).catch((error: unknown) => {
        throw error instanceof DomainError ? missingReference('/packageId', 'package') : error;
      });
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
        [packageId, priority, siteIds.map(() => this.ids.uuid()), siteIds],
      );
      for (const { id, site_id: siteId } of made) {
        await recordAudit(tx, actorOf(operator), {
          action: 'assignment.create',
          subject: { kind: 'assignment', id, name: `${assigned.name} on ${sites.get(siteId)?.name ?? ''}` },
          clientId: sites.get(siteId)?.clientId ?? null,
          siteId,
          changes: { package: [null, assigned.name], priority: [null, priority] },
        });
      }
      const all: { id: string }[] = await tx.query(
        'SELECT id FROM assignment WHERE package_id = $1 AND site_id = ANY($2::uuid[])',
        [packageId, siteIds],
      );
      const items = await assignmentsById(
        tx,
        operator.scope,
        all.map((row) => row.id),
      );
      return { items, created: made.length, existing: siteIds.length - made.length };
    });
  }
}
