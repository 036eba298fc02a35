import type { FastifyReply } from 'fastify';

/** In what form something leaves this program for good. */
export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Has the browser save an answer as a file of this name, whatever is in it. */
export function asFile(reply: FastifyReply, name: string, format: ExportFormat): void {
  void reply
    .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.${format}"`);
}
