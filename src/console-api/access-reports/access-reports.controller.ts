import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { actorOf, CurrentOperator, type Operator, Requires, StepUp } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { asFile, ShownOnce } from '../../platform/http/index.js';
import { AccessReportExportBody } from './access-report-export.body.js';
import { accessReportCsv } from './access-report-csv.js';
import { AccessReportQuery } from './access-report.query.js';
import { AccessReportView } from './access-report.view.js';
import { readAccessReport } from './read-access-report.js';

@ApiTags('audit')
@Controller('api/v1/access-reports')
@Requires('access-report.read')
export class AccessReportsController {
  constructor(private readonly unit: UnitOfWork) {}

  /** Who entered the devices of a site, why, and for how long: for the client too. */
  @Get()
  async read(@CurrentOperator() operator: Operator, @Query() query: AccessReportQuery): Promise<AccessReportView> {
    return readAccessReport(this.unit.reads, operator.scope, query);
  }

  /** The same as a file, as a table for a spreadsheet or as JSON. What has left this program cannot be called back: a fresh proof is asked for, and it is recorded. */
  @Post('export')
  @HttpCode(200)
  @ShownOnce()
  @StepUp()
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ type: String })
  async export(@CurrentOperator() operator: Operator, @Body() { format, ...query }: AccessReportExportBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const report = await this.unit.run(async (tx) => {
      const read = await readAccessReport(tx, operator.scope, query);
      await recordAudit(tx, actorOf(operator), {
        action: 'access-report.export',
        subject: { kind: 'site', id: read.siteId, name: read.siteName },
        siteId: read.siteId,
        changes: { format: [null, format], from: [null, read.from], to: [null, read.to], sessions: [null, read.items.length] },
      });
      return read;
    });
    asFile(reply, 'access-report', format);
    return format === 'csv' ? accessReportCsv(report) : JSON.stringify(report, null, 2);
  }
}
