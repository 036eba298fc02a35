import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { PackageEntity } from './package.entity.js';
import { packageToChange } from './read-packages.js';

/** Refused with the list while a site has the package: taking remote access away is done by unassigning, in the open. */
@Injectable()
export class DeletePackage {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('package', id, () =>
      this.unit.run(async (tx) => {
        const found = await packageToChange(tx, operator, id);
        refuseStale(expected, found.version);
        await tx.delete(PackageEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'package.delete',
          subject: { kind: 'package', id, name: found.name },
          clientId: found.clientId,
        });
      }),
    );
  }
}
