import { Injectable } from '@nestjs/common';
import { actorOf, holds, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import type { ChangeSiteBody } from './change-site.body.js';
import { refuseLeavingClients } from '../clients/leaving-clients.js';
import { choosePlacement } from '../placement/choose-placement.js';
import { refuseForeignClient } from './new-client-of-site.js';
import { siteById } from './read-sites.js';
import { SiteEntity } from './site.entity.js';
import type { SiteView } from './site.view.js';

/** Changes name, client, zone, region or placement; another placement moves the remote access of all its devices. */
@Injectable()
export class ChangeSite {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeSiteBody, expected: ExpectedVersion): Promise<SiteView> {
    return translatingConstraints(
      {
        site_name_is_unique_in_client: () => nameTaken('site of this client', body.name ?? ''),
        site_keeps_no_package_of_another_client: () =>
          new DomainError('API-CONFLICT-03', 'The site has packages that belong to its present client. Unassign them first.'),
      },
      () =>
        this.unit.run(async (tx) => {
          const before = await siteById(tx, operator.scope, id);
          refuseStale(expected, before.version);
          if (body.sensitive !== undefined && body.sensitive !== before.sensitive && !holds(operator, 'security.manage')) {
            throw new DomainError('API-RIGHT-01', 'Whether a site is sensitive is decided by who manages security.');
          }
          const { version } = before;
          const clientId = body.clientId ?? before.clientId;
          if (clientId !== before.clientId) {
            await refuseForeignClient(tx, operator, clientId);
            await refuseLeavingClients(tx, [before.clientId, clientId]);
          }
          const fields = {
            clientId,
            name: body.name ?? before.name,
            timeZone: body.timeZone ?? before.timeZone,
            sensitive: body.sensitive ?? before.sensitive,
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
            changes: changesBetween<Audited>(audited(before), audited(after)),
          });
          return after;
        }),
    );
  }
}

type Audited = Pick<SiteView, 'name' | 'clientName' | 'timeZone' | 'region' | 'sensitive' | 'placement'>;

function audited({ name, clientName, timeZone, region, sensitive, placement }: SiteView): Audited {
  return { name, clientName, timeZone, region, sensitive, placement };
}
