import { Injectable } from '@nestjs/common';
import type { Operator } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import type { PackageView } from '../packages/package.view.js';
import { packageToChange } from '../packages/read-packages.js';
import { storePackage } from '../packages/store-package.js';
import { packageVersion } from './read-package-versions.js';

/** Makes a package contain again what it contained once, as a new version; nothing of what came between is lost. */
@Injectable()
export class RestorePackageVersion {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, version: string, expected: ExpectedVersion): Promise<PackageView> {
    let name = '';
    return translatingConstraints({ package_name_is_unique: () => nameTaken('package', name) }, () =>
      this.unit.run(async (tx) => {
        const before = await packageToChange(tx, operator, id);
        const wanted = await packageVersion(tx, id, version);
        refuseStale(expected, before.version);
        if (wanted.version === before.version) throw new DomainError('API-CONFLICT-03', 'This version is what the package contains now.');
        name = wanted.name;
        return whileAllAreThere(() => storePackage(tx, operator, before, wanted, { action: 'package.restore', restoredVersion: wanted.version }));
      }),
    );
  }
}

/** A policy or a group that was deleted since cannot come back with the version that names it. */
async function whileAllAreThere(store: () => Promise<PackageView>): Promise<PackageView> {
  try {
    return await store();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.facts.errors) throw error;
    throw new DomainError('API-CONFLICT-03', 'This version names a policy or a device group that cannot be used here any more.', error.facts);
  }
}
