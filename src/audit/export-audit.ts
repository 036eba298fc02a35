import { actorOf, type Operator } from '../accounts/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { csv, type CsvColumn, type ExportFormat } from '../platform/http/index.js';
import type { AuditEntryView } from './audit-entry.view.js';
import { allAuditEntries, type AuditFilter } from './read-audit-entries.js';
import { recordAudit } from './record-audit.js';

const COLUMNS: readonly CsvColumn<AuditEntryView>[] = [
  ['at (UTC)', ({ at }) => at.toISOString()],
  ['who', ({ actorName }) => actorName],
  ['what', ({ action }) => action],
  ['of what', ({ subjectKind }) => subjectKind],
  ['which', ({ subjectName }) => subjectName],
  ['changes', ({ changes }) => JSON.stringify(changes)],
  ['client', ({ clientId }) => clientId ?? ''],
  ['site', ({ siteId }) => siteId ?? ''],
  ['device', ({ deviceId }) => deviceId ?? ''],
  ['request', ({ requestId }) => requestId ?? ''],
  ['entry', ({ id }) => id],
];

/** The entries that somebody may read, as a file; that he took it is the next entry. */
export async function exportAudit(unit: UnitOfWork, operator: Operator, filter: AuditFilter, format: ExportFormat): Promise<string> {
  const entries = await unit.run(async (tx) => {
    const read = await allAuditEntries(tx, operator, filter);
    await recordAudit(tx, actorOf(operator), {
      action: 'audit.export',
      subject: { kind: 'audit', id: null, name: 'Audit log' },
      changes: { format: [null, format], filter: [null, filter], entries: [null, read.length] },
    });
    return read;
  });
  return format === 'csv' ? csv(COLUMNS, entries) : JSON.stringify(entries, null, 2);
}
