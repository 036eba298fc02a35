import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Challenges } from '../factors/challenges.js';
import { FactorProof } from '../factors/factor-proof.js';
import { type FactorKind, factorsOf } from '../factors/factor.js';
import { StepUpOptionsView } from '../factors/factor.view.js';
import { Passkeys } from '../factors/passkeys.js';
import { StepUpBody, StepUpOptionsBody } from '../factors/proof.body.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { CurrentOperator, SignedIn } from '../sessions/access.js';
import { LoginBudget } from '../sessions/login-budget.js';
import { StepUps } from './step-ups.js';

const purposeOf = (act: string): string => `step-up:${act}`;

/** Where a fresh proof is shown for one act that was refused without it. */
@ApiTags('session')
@Controller('api/v1/auth/step-up')
@SignedIn()
export class StepUpController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly stepUps: StepUps,
    private readonly proof: FactorProof,
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
    private readonly budget: LoginBudget,
  ) {}

  @Post('options')
  @HttpCode(200)
  async options(@CurrentOperator() operator: Operator, @Body() { act }: StepUpOptionsBody): Promise<StepUpOptionsView> {
    const { reads } = this.unit;
    const methods = await this.stepUps.methodsOf(reads, operator);
    if (!methods.includes('passkey')) return { methods, passkey: null };
    const options = await this.passkeys.requestOptions(await factorsOf(reads, operator.id));
    await this.challenges.keep(operator.sessionId, purposeOf(act), options.challenge);
    return { methods, passkey: options };
  }

  @Post()
  @HttpCode(204)
  async prove(@CurrentOperator() operator: Operator, @Body() { act, ...offered }: StepUpBody, @Req() { ip }: FastifyRequest): Promise<void> {
    const mark = Buffer.from(act, 'base64url');
    if (mark.length !== 32) throw new DomainError('API-INPUT-01', 'This is no mark of an act.');
    const admitted = await this.budget.admit(operator.email, ip, 'step-up');
    const proven = await this.unit.run(async (tx) => {
      const methods = await this.stepUps.methodsOf(tx, operator);
      const provenBy = await this.proof.check(tx, operator.id, offered, methods, { sessionId: operator.sessionId, purpose: purposeOf(act) });
      if (provenBy === null) return false;
      await this.stepUps.keep(tx, operator.sessionId, mark, provenBy as FactorKind);
      await recordAudit(tx, actorOf(operator), { action: 'session.step-up', subject: { kind: 'session', id: operator.sessionId, name: operator.name }, changes: { provenBy: [null, provenBy] } });
      return true;
    });
    if (!proven) {
      await admitted.fail();
      throw new DomainError('API-AUTH-03', 'This is not right, or it was used already.');
    }
    await admitted.succeed();
  }
}
