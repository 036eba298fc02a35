import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { holds, type Operator } from '../roles/operator.js';
import { ApiKeys, bearerIn } from '../api-keys/api-keys.js';
import { Acts } from '../step-up/acts.js';
import { ACCESS, type Access, BY_PEOPLE, type RequestOfOperator } from './access.js';
import { actingOperator } from './acting-operator.js';
import { OperatorSessions } from './operator-sessions.js';
import { readSessionToken } from './session-cookie.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Knows the caller by his cookie or API key and lets him in where his role may go; closed unless a handler says otherwise. */
@Injectable()
export class SessionGuard implements CanActivate {
  private readonly overTls: boolean;

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: OperatorSessions,
    private readonly keys: ApiKeys,
    private readonly acts: Acts,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.overTls = config.publicUrl.startsWith('https:');
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.of<Access>(context, ACCESS);
    if (access?.kind === 'anyone') return true;
    const request = context.switchToHttp().getRequest<RequestOfOperator>();
    const operator = actingOperator() ?? (await this.callerOf(request));
    if (!operator) throw new DomainError('API-AUTH-01', 'Sign in first.');
    request.operator = { ...operator, requestId: request.id, ...(SAFE.has(request.method) ? {} : { act: this.acts.of(request) }) };
    if (operator.apiKey && (access?.kind !== 'right' || this.of<boolean>(context, BY_PEOPLE))) {
      throw new DomainError('API-RIGHT-01', 'An API key cannot do this; a person has to sign in for it.');
    }
    if (operator.stage !== 'complete' && access?.kind !== 'signing-in') {
      throw new DomainError('API-AUTH-02', operator.stage === 'factor' ? 'Show your second factor first.' : 'Enrol a second factor first.');
    }
    const allowed = access?.kind === 'signing-in' || access?.kind === 'signed-in' || (access?.kind === 'right' && access.rights.some((right) => holds(operator, right)));
    if (!allowed) throw new DomainError('API-RIGHT-01', 'Your role does not allow this.');
    return true;
  }

  private of<T>(context: ExecutionContext, key: symbol): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }

  private async callerOf(request: RequestOfOperator): Promise<Operator | null> {
    const key = bearerIn(request);
    if (key !== null) return this.keys.operatorOf(key, request.ip);
    const token = readSessionToken(request, this.overTls);
    return token === null ? null : this.sessions.operatorOf(token);
  }
}
