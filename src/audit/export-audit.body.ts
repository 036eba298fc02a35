import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { EXPORT_FORMATS, type ExportFormat } from '../platform/http/index.js';
import { AuditQuery } from './audit.query.js';

export class ExportAuditBody extends OmitType(AuditQuery, ['limit', 'cursor', 'sort'] as const) {
  @ApiProperty({ enum: EXPORT_FORMATS, enumName: 'ExportFormat' })
  @IsIn(EXPORT_FORMATS)
  format!: ExportFormat;
}
