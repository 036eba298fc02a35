import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { AuditCheckpoint } from '../../contracts/audit-checkpoint.js';
import { CurrentOperator, type Operator, Requires, StepUp } from '../accounts/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { asFile, ShownOnce } from '../platform/http/index.js';
import { AuditEntryDetailView, AuditEntryPage } from './audit-entry.view.js';
import { AuditQuery } from './audit.query.js';
import { AuditSealingView } from './audit-sealing.view.js';
import { AuditSealsQuery } from './audit-seals.query.js';
import { AuditSealsView } from './audit-seals.view.js';
import { AuditVerdictView, VerifyAuditBody } from './audit-verdict.view.js';
import { ExportAuditBody } from './export-audit.body.js';
import { exportAudit } from './export-audit.js';
import { auditEntryById, listAuditEntries } from './read-audit-entries.js';
import { readSealing } from './seal/read-sealing.js';
import { readSeals } from './seal/read-seals.js';
import { verifyAudit } from './seal/verify-audit.js';

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

  /** The same as a file. What has left this program cannot be called back: a fresh proof is asked for, and it is recorded. */
  @Post('export')
  @HttpCode(200)
  @Requires('audit.read', 'audit.read-own-actions')
  @ShownOnce()
  @StepUp()
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ type: String })
  async export(@CurrentOperator() operator: Operator, @Body() { format, ...filter }: ExportAuditBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const file = await exportAudit(this.unit, operator, filter, format);
    asFile(reply, 'audit-log', format);
    return file;
  }

  /** Checks the whole sealed log against its own signed checkpoints. */
  @Get('verify')
  @Requires('audit.read')
  async verify(@CurrentOperator() operator: Operator): Promise<AuditVerdictView> {
    return this.verdict(operator, []);
  }

  /** The same against checkpoints that were kept outside too, which finds a log that was cut short. */
  @Post('verify')
  @HttpCode(200)
  @Requires('audit.read')
  async verifyAgainst(@CurrentOperator() operator: Operator, @Body() body: VerifyAuditBody): Promise<AuditVerdictView> {
    return this.verdict(operator, body.checkpoints as AuditCheckpoint[]);
  }

  /** How far the log is sealed; to be asked often, because it verifies nothing. */
  @Get('sealing')
  @Requires('audit.read')
  async sealing(@CurrentOperator() { scope }: Operator): Promise<AuditSealingView> {
    if (!scope.all) throw partial();
    return readSealing(this.unit.reads);
  }

  /** The sealed log itself, in parts, so that somebody else can check it without believing this server. */
  @Get('seals')
  @Requires('audit.read')
  async seals(@CurrentOperator() { scope }: Operator, @Query() { after = 0, limit = 1000 }: AuditSealsQuery): Promise<AuditSealsView> {
    if (!scope.all) throw partial();
    return readSeals(this.unit.reads, after, limit);
  }

  /** One entry, for a link that lasts. Behind the fixed addresses, which would be taken for ids. */
  @Get(':id')
  @Requires('audit.read', 'audit.read-own-actions')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<AuditEntryDetailView> {
    return auditEntryById(this.unit.reads, operator, id);
  }

  /** The chain knows no clients: who sees only some of it can prove nothing about it. */
  private async verdict({ scope }: Operator, outside: readonly AuditCheckpoint[]): Promise<AuditVerdictView> {
    if (!scope.all) throw partial();
    const { problems, latest, ...verdict } = await verifyAudit(this.unit.reads, outside);
    return { ...verdict, latest, problems: problems.map((problem) => ({ ...problem })) };
  }
}

function partial(): DomainError {
  return new DomainError('API-SCOPE-01', 'The log is sealed as a whole; whoever verifies it must see all of it.');
}
