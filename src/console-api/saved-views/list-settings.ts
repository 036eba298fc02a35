import { Injectable } from '@nestjs/common';
import type { Operator } from '../../accounts/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion, versionNeeded } from '../../platform/http/index.js';
import { savedViewById } from './read-saved-views.js';
import type { ListSettingsBody } from './saved-view.body.js';
import type { ListSettingsView } from './saved-view.view.js';

const UNSAID: ListSettingsView = { columns: null, density: 'normal', singleKeys: true, defaultViewId: null, version: 0 };

/** How the caller likes his lists, on whatever computer he sits. */
export async function listSettingsOf(tx: Tx, operator: Operator): Promise<ListSettingsView> {
  const [found]: ListSettingsView[] = await tx.query(
    'SELECT columns, density, single_keys AS "singleKeys", default_view_id AS "defaultViewId", version FROM list_settings WHERE operator_id = $1',
    [operator.id],
  );
  return found ?? UNSAID;
}

@Injectable()
export class ReplaceListSettings {
  constructor(private readonly unit: UnitOfWork) {}

  /** Nothing of it is anybody else's, so it is not on the record. */
  async run(operator: Operator, body: ListSettingsBody, expected: ExpectedVersion | null): Promise<ListSettingsView> {
    return this.unit.run(async (tx) => {
      const before = await listSettingsOf(tx, operator);
      if (expected !== null) refuseStale(expected, before.version);
      else if (before.version > 0) throw versionNeeded();
      if (body.defaultViewId) {
        await savedViewById(tx, operator, body.defaultViewId).catch((error: unknown) => {
          throw error instanceof DomainError ? missingReference('/defaultViewId', 'saved view') : error;
        });
      }
      const [written]: { version: number }[] = await tx.query(
        `INSERT INTO list_settings AS l (operator_id, columns, density, single_keys, default_view_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (operator_id) DO UPDATE SET columns = excluded.columns, density = excluded.density, single_keys = excluded.single_keys,
           default_view_id = excluded.default_view_id, version = l.version + 1 WHERE l.version = $6 RETURNING version`,
        [operator.id, body.columns ? JSON.stringify(body.columns) : null, body.density, body.singleKeys, body.defaultViewId ?? null, before.version],
      );
      if (!written) throw staleVersion();
      return listSettingsOf(tx, operator);
    });
  }
}
