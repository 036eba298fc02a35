import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { EXPORT_FORMATS, type ExportFormat } from '../../platform/http/index.js';
import { AccessReportQuery } from './access-report.query.js';

export class AccessReportExportBody extends AccessReportQuery {
  @ApiProperty({ enum: EXPORT_FORMATS, enumName: 'ExportFormat' })
  @IsIn(EXPORT_FORMATS)
  format!: ExportFormat;
}
