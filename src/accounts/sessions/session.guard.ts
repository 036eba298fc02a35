import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { holds, type Operator } from '../roles/operator.js';
import { ACCESS, type Access, type RequestOfOperator } from './access.js';
import { actingOperator } from './acting-operator.js';
import { OperatorSessions } from './operator-sessions.js';
import { readSessionToken } from './session-cookie.js';

/** Knows the caller by his cookie and lets him in where his role may go; closed unless a handler says otherwise. */
@Injectable()
export class SessionGuard implements CanActivate {
  private readonly overTls: boolean;

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: OperatorSessions,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'anyone') return true;
    const request = context.switchToHttp().getRequest<RequestOfOperator>();
    const operator = actingOperator() ?? (await this.bearerOf(request));
    if (!operator) throw new DomainError('API-AUTH-01', 'Sign in first.');
    request.operator = { ...operator, requestId: request.id };
    const allowed =
      access?.kind === 'signed-in' ||
      (access?.kind === 'right' && access.rights.some((right) => holds(operator, right)));
    if (!allowed) throw new DomainError('API-RIGHT-01', 'Your role does not allow this.');
    return true;
  }

  private async bearerOf(request: RequestOfOperator): Promise<Operator | null> {
    const token = readSessionToken(request, this.overTls);
    return token === null ? null : this.sessions.operatorOf(token);
  }
}
