import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../accounts/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { AuditEntryPage } from './audit-entry.view.js';
import { AuditQuery } from './audit.query.js';
import { listAuditEntries } from './read-audit-entries.js';

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly unit: UnitOfWork) {}

  /** Who changed what, the latest first. */
  @Get()
  @Requires('audit.read', 'audit.read-own-actions')
  async list(@CurrentOperator() operator: Operator, @Query() query: AuditQuery): Promise<AuditEntryPage> {
    return listAuditEntries(this.unit.reads, operator, query);
  }
}
