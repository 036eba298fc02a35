import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator, refuseForeignOwner } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { keepVersion } from '../versions/keep-version.js';
import { entryInWords } from './entry-in-words.js';
import type { PackageBody } from './package.body.js';
import { PackageEntity } from './package.entity.js';
import type { PackageView } from './package.view.js';
import { packageById } from './read-packages.js';
import { storeEntries } from './store-entries.js';

@Injectable()
export class CreatePackage {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(
    operator: Operator,
    { name, clientId = null, description = '', entries }: PackageBody,
  ): Promise<PackageView> {
    return translatingConstraints({ package_name_is_unique: () => nameTaken('package', name) }, () =>
      this.unit.run(async (tx) => {
        await refuseForeignOwner(tx, operator, clientId);
        const id = this.ids.uuid();
        await tx.insert(PackageEntity, { id, clientId, name, description, version: 1 });
        await storeEntries(tx, operator.scope, id, clientId, entries);
        await keepVersion(tx, operator, id);
        const made = await packageById(tx, operator.scope, id);
        await recordAudit(tx, actorOf(operator), {
          action: 'package.create',
          subject: { kind: 'package', id, name },
          clientId,
          changes: { entries: [null, made.entries.map(entryInWords)] },
        });
        return made;
      }),
    );
  }
}
