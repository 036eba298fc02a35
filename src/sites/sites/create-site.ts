import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { refuseLeavingClients } from '../clients/leaving-clients.js';
import type { CreateSiteBody } from './create-site.body.js';
import { choosePlacement, placeNewSite } from '../placement/choose-placement.js';
import { NEAR_REGIONS, type NearRegions } from '../placement/near-regions.js';
import { refuseForeignClient } from './new-client-of-site.js';
import { siteById } from './read-sites.js';
import { SiteEntity } from './site.entity.js';
import type { SiteView } from './site.view.js';

/** Adds a site to a client that is wholly in the caller's scope, and places it near whoever adds it. */
@Injectable()
export class CreateSite {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(NEAR_REGIONS) private readonly nearRegions: NearRegions,
  ) {}

  async run(operator: Operator, body: CreateSiteBody, address: string): Promise<SiteView> {
    const { clientId, name } = body;
    return translatingConstraints({ site_name_is_unique_in_client: () => nameTaken('site of this client', name) }, () =>
      this.unit.run(async (tx) => {
        await refuseForeignClient(tx, operator, clientId);
        await refuseLeavingClients(tx, [clientId]);
        const id = this.ids.uuid();
        const timeZone = body.timeZone ?? (await installationZone(tx));
        const placement = body.placement
          ? await choosePlacement(tx, body.placement, operator.name)
          : await placeNewSite(tx, clientId, body.region ?? null, () => this.nearRegions(address));
        await tx.insert(SiteEntity, {
          id,
          clientId,
          name,
          timeZone,
          region: body.region ?? null,
          ...placement,
          version: 1,
        });
        await recordAudit(tx, actorOf(operator), {
          action: 'site.create',
          subject: { kind: 'site', id, name },
          clientId,
          siteId: id,
          changes: { name: [null, name], timeZone: [null, timeZone], ...(placement.placementReason === null ? {} : { placement: [null, placement.placementReason] }) },
        });
        return siteById(tx, operator.scope, id);
      }),
    );
  }
}

async function installationZone(tx: Tx): Promise<string> {
  const [installation]: { default_time_zone: string }[] = await tx.query('SELECT default_time_zone FROM installation');
  return installation?.default_time_zone ?? 'UTC';
}
