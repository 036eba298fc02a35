import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { staleVersion } from '../../platform/http/index.js';
import { keepVersion } from '../versions/keep-version.js';
import { entryInWords } from './entry-in-words.js';
import type { PackageEntryBody } from './package.body.js';
import { PackageEntity } from './package.entity.js';
import type { PackageView } from './package.view.js';
import { packageById } from './read-packages.js';
import { storeEntries } from './store-entries.js';

/** What of a package can change. */
interface Wanted {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly PackageEntryBody[];
}

interface Occasion {
  readonly action: 'package.change' | 'package.restore';
  readonly restoredVersion?: number;
}

/** Makes the next version of a package, kept and audited; refuses when somebody else was faster. */
export async function storePackage(tx: Tx, operator: Operator, before: PackageView, { name, description, entries }: Wanted, { action, restoredVersion }: Occasion): Promise<PackageView> {
  const { id, version, clientId } = before;
  const stored = await tx.update(PackageEntity, { id, version }, { name, description, version: version + 1, updatedAt: () => 'now()' });
  if (stored.affected !== 1) throw staleVersion();
  await storeEntries(tx, operator.scope, id, clientId, entries);
  await keepVersion(tx, operator, id);
  const after = await packageById(tx, operator.scope, id);
  await recordAudit(tx, actorOf(operator), {
    action,
    subject: { kind: 'package', id, name },
    clientId,
    changes: {
      ...changesBetween<Audited>(audited(before), audited(after)),
      ...(restoredVersion === undefined ? {} : { version: [version, restoredVersion] }),
    },
  });
  return after;
}

interface Audited {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly string[];
}

function audited({ name, description, entries }: PackageView): Audited {
  return { name, description, entries: entries.map(entryInWords) };
}
