import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { siteById } from './read-sites.js';
import { SiteEntity } from './site.entity.js';

/** Refused with the list while the site has devices or packages. */
@Injectable()
export class DeleteSite {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('site', id, () =>
      this.unit.run(async (tx) => {
        const site = await siteById(tx, operator.scope, id);
        refuseStale(expected, site.version);
        await tx.delete(SiteEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'site.delete',
          subject: { kind: 'site', id, name: site.name },
          clientId: site.clientId,
          siteId: id,
        });
      }),
    );
  }
}
