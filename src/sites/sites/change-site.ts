import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import type { ChangeSiteBody } from './change-site.body.js';
import { choosePlacement } from './choose-placement.js';
import { siteById } from './read-sites.js';
import { SiteEntity } from './site.entity.js';
import type { SiteView } from './site.view.js';

/** Changes name, zone, region or placement; another placement moves the remote access of all its devices. */
@Injectable()
export class ChangeSite {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeSiteBody, expected: ExpectedVersion): Promise<SiteView> {
    return translatingConstraints(
      { site_name_is_unique_in_client: () => nameTaken('site of this client', body.name ?? '') },
      () =>
        this.unit.run(async (tx) => {
          const before = await siteById(tx, operator.scope, id);
          refuseStale(expected, before.version);
          const { version } = before;
          const fields = {
            name: body.name ?? before.name,
            timeZone: body.timeZone ?? before.timeZone,
            region: body.region === undefined ? before.region : body.region,
          };
          const placement =
            body.placement === undefined ? {} : await choosePlacement(tx, body.placement, operator.name);
          const stored = await tx.update(
            SiteEntity,
            { id, version },
            { ...fields, ...placement, version: version + 1, updatedAt: () => 'now()' },
          );
          if (stored.affected !== 1) throw staleVersion();
          const after = await siteById(tx, operator.scope, id);
          await recordAudit(tx, actorOf(operator), {
            action: 'site.change',
            subject: { kind: 'site', id, name: after.name },
            clientId: after.clientId,
            siteId: id,
            changes: changesBetween<Pick<SiteView, 'name' | 'timeZone' | 'region' | 'placement'>>(
              audited(before),
              audited(after),
            ),
          });
          return after;
        }),
    );
  }
}

function audited({
  name,
  timeZone,
  region,
  placement,
}: SiteView): Pick<SiteView, 'name' | 'timeZone' | 'region' | 'placement'> {
  return { name, timeZone, region, placement };
}
