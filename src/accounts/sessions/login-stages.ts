import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { FactorRules } from '../factors/factor-rules.js';
import { factorsOf, type ProvenBy } from '../factors/factor.js';
import type { SessionStage } from '../roles/operator.js';
import type { Role } from '../roles/rights.js';
import type { Reached } from './operator-sessions.js';

/** How far a login has come; anything but `complete` carries a cookie that is good for `/auth` only. */
export type LoginState =
  | { readonly state: 'complete' }
  | { readonly state: 'factorRequired' | 'enrolmentRequired'; readonly methods: string[] };

export interface LoginStage extends Reached {
  readonly methods: readonly ProvenBy[];
}

const STATE: Readonly<Record<Exclude<SessionStage, 'complete'>, 'factorRequired' | 'enrolmentRequired'>> = { factor: 'factorRequired', enrolment: 'enrolmentRequired' };

/** Decides what is still asked for after the password, and after what was shown beside it. */
@Injectable()
export class LoginStages {
  constructor(private readonly rules: FactorRules) {}

  async after(tx: Tx, account: { readonly id: string; readonly role: Role }, provenBy: ProvenBy | null): Promise<LoginStage> {
    const kinds = await this.rules.kindsFor(account.role);
    const counts = provenBy !== null && (provenBy === 'single-sign-on' || (kinds as readonly ProvenBy[]).includes(provenBy) || (provenBy === 'recovery-code' && kinds.includes('totp')));
    if (counts) return { stage: 'complete', provenBy, methods: [] };
    // Whoever has shown a weaker factor than is demanded of him enrols a better one.
    if (provenBy !== null) return { stage: 'enrolment', provenBy, methods: kinds };
    const enrolled = new Set((await factorsOf(tx, account.id)).map(({ kind }) => kind));
    if (enrolled.size > 0) return { stage: 'factor', provenBy, methods: [...enrolled, 'recovery-code'] };
    return this.rules.areMandatory ? { stage: 'enrolment', provenBy, methods: kinds } : { stage: 'complete', provenBy, methods: [] };
  }
}

/** A stage as the browser is told. */
export function loginState({ stage, methods }: Pick<LoginStage, 'stage' | 'methods'>): LoginState {
  return stage === 'complete' ? { state: 'complete' } : { state: STATE[stage], methods: [...methods] };
}
