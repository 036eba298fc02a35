import { Injectable } from '@nestjs/common';
import type { Operator } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import type { PackageBody } from './package.body.js';
import type { PackageView } from './package.view.js';
import { packageToChange } from './read-packages.js';
import { storePackage } from './store-package.js';

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
        return storePackage(tx, operator, before, { name, description, entries }, { action: 'package.change' });
      }),
    );
  }
}
