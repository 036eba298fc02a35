import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { CurrentOperator, SignedIn } from './access.js';
import { OperatorSessions } from './operator-sessions.js';
import { SessionsView } from './session.view.js';

/** The caller's own sessions, of which he may end any. */
@ApiTags('session')
@Controller('api/v1/auth/sessions')
@SignedIn()
export class OwnSessionsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
  ) {}

  @Get()
  async list(@CurrentOperator() operator: Operator): Promise<SessionsView> {
    return { items: (await this.sessions.openOf(operator.id)).map((session) => ({ ...session, isThis: session.id === operator.sessionId })) };
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    if (!(await this.sessions.openOf(operator.id)).some((session) => session.id === id)) throw notFound('session');
    await this.unit.run(async (tx) => {
      await this.sessions.end(tx, id);
      await recordAudit(tx, actorOf(operator), { action: 'session.end', subject: { kind: 'session', id, name: operator.name } });
    });
  }
}
