import { csv, type CsvColumn } from '../../platform/http/index.js';
import type { AccessReportView, AccessView } from './access-report.view.js';

const COLUMNS: readonly CsvColumn<AccessView>[] = [
  ['opened (UTC)', ({ openedAt }) => openedAt.toISOString()],
  ['ended (UTC)', ({ endedAt }) => endedAt?.toISOString() ?? ''],
  ['seconds', ({ seconds }) => String(seconds)],
  ['who', ({ operatorName }) => operatorName],
  ['device', ({ deviceName }) => deviceName],
  ['how', ({ mode }) => mode],
  ['why', ({ reason }) => reason ?? ''],
  ['ended by', ({ endReason }) => endReason ?? ''],
];

/** A line for each session. */
export function accessReportCsv({ items }: AccessReportView): string {
  return csv(COLUMNS, items);
}
