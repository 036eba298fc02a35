import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import type { PackageBody } from './package.body.js';
import { PackageEntity } from './package.entity.js';
import type { PackageView } from './package.view.js';
import { entryInWords, packageById, packageToChange } from './read-packages.js';
import { storeEntries } from './store-entries.js';

/** Says anew what a package contains; takes effect on every site that has it. */
@Injectable()
export class ReplacePackage {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: PackageBody, expected: ExpectedVersion): Promise<PackageView> {
    const { name, description = '', entries } = body;
    return translatingConstraints({ package_name_is_unique: () => nameTaken('package', name) }, () =>
      this.unit.run(async (tx) => {
        const before = await packageToChange(tx, operator, id);
        refuseStale(expected, before.version);
        if (body.clientId !== undefined && body.clientId !== before.clientId) {
          throw invalidField('/clientId', 'unchanged', 'cannot be changed; make another package');
        }
        const { version } = before;
        const stored = await tx.update(
          PackageEntity,
          { id, version },
          { name, description, version: version + 1, updatedAt: () => 'now()' },
        );
        if (stored.affected !== 1) throw staleVersion();
        await storeEntries(tx, operator.scope, id, before.clientId, entries);
        const after = await packageById(tx, operator.scope, id);
        await recordAudit(tx, actorOf(operator), {
          action: 'package.change',
          subject: { kind: 'package', id, name },
          clientId: before.clientId,
          changes: changesBetween<Audited>(audited(before), audited(after)),
        });
        return after;
      }),
    );
  }
}

interface Audited {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly string[];
}

function audited({ name, description, entries }: PackageView): Audited {
  return { name, description, entries: entries.map(entryInWords) };
}
