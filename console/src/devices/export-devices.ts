import { t } from '@lingui/core/macro';
import { answer, api } from '../api/client';
import { showDone, showProblem } from '../api/show-problem';
import type { BulkOrder } from '../api/types';

/** Has the browser keep the selected computers as a table for a spreadsheet. */
export async function exportDevices(selection: BulkOrder['selection']): Promise<void> {
  try {
    const csv = await answer(api.POST('/api/v1/devices/export', { body: selection, parseAs: 'text' }));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv as string], { type: 'text/csv' }));
    link.download = 'computers.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    showDone(t`The table is being kept.`);
  } catch (error) {
    showProblem(error);
  }
}
