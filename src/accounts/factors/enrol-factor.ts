import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { AccountsKey } from '../accounts-key.js';
import { isBreakGlass } from '../break-glass/break-glass-use.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { LogIn } from '../sessions/log-in.js';
import { passwordMatches } from '../sessions/passwords.js';
import type { Origin } from '../sessions/operator-sessions.js';
import { StepUps } from '../step-up/step-ups.js';
import { Challenges } from './challenges.js';
import { totpPurpose } from './factor-proof.js';
import { FactorRules } from './factor-rules.js';
import { type Factor, type FactorKind, factorsOf } from './factor.js';
import { newOneTimeSecret, oneTimeUri, stepOfCode } from './one-time-codes.js';
import { type PasskeyAnswer, Passkeys } from './passkeys.js';
import { recoveryCodesLeft, renewRecoveryCodes } from './recovery-codes.js';

const MOST_FACTORS = 10;
const NEW_PASSKEY = 'new-passkey';
const NEW_CODES = 'new-one-time-codes';

/** How a factor is enrolled by its owner, and what comes of it. */
export interface Enrolment {
  readonly name: string;
  readonly currentPassword?: string | undefined;
  readonly origin: Origin;
}

export interface Enrolled {
  readonly factor: Factor;
  readonly recoveryCodes: readonly string[] | null;
  /** The token of the session that took the place of the half-open one. */
  readonly token: string | null;
}

type NewFactor = Partial<Pick<Factor, 'credentialId' | 'publicKey' | 'signCount' | 'transports' | 'deviceBound' | 'sealedSecret'>> & { readonly lastStep?: number };

/** Enrols second factors; the first completes a login that waits for one, each further one needs a proof of a present one. */
@Injectable()
export class EnrolFactor {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly rules: FactorRules,
    private readonly challenges: Challenges,
    private readonly passkeys: Passkeys,
    private readonly key: AccountsKey,
    private readonly stepUps: StepUps,
    private readonly logIn: LogIn,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async passkeyOptions(operator: Operator): Promise<object> {
    refuseUnproven(operator);
    const options = await this.passkeys.creationOptions(operator, await factorsOf(this.unit.reads, operator.id));
    await this.challenges.keep(operator.sessionId, NEW_PASSKEY, options.challenge);
    return options;
  }

  async oneTimeSecret(operator: Operator): Promise<{ secret: string; uri: string }> {
    refuseUnproven(operator);
    const secret = newOneTimeSecret();
    await this.challenges.keep(operator.sessionId, NEW_CODES, secret);
    return { secret, uri: oneTimeUri(secret, operator.email) };
  }

  passkey(operator: Operator, answer: PasskeyAnswer, enrolment: Enrolment): Promise<Enrolled> {
    return this.enrol(operator, 'passkey', enrolment, async (tx) => {
      const challenge = await this.expected(tx, operator, NEW_PASSKEY);
      return this.passkeys.created(answer, challenge);
    });
  }

  oneTimeCodes(operator: Operator, otp: string, enrolment: Enrolment): Promise<Enrolled> {
    return this.enrol(operator, 'totp', enrolment, async (tx, id) => {
      const secret = await this.expected(tx, operator, NEW_CODES);
      const step = await stepOfCode(secret, otp, 0);
      if (step === null) throw invalidField('/otp', 'matches', 'is not the code of this moment; is the clock of your phone right?');
      return { sealedSecret: this.key.seal(totpPurpose(id), Buffer.from(secret)), lastStep: step };
    });
  }

  private async enrol(operator: Operator, kind: FactorKind, { name, currentPassword, origin }: Enrolment, made: (tx: Tx, id: string) => Promise<NewFactor>): Promise<Enrolled> {
    refuseUnproven(operator);
    if (!(await this.rules.kindsFor(operator.role)).includes(kind)) throw new DomainError('API-CONFLICT-03', 'Your role needs a factor that cannot be phished: a passkey.');
    return this.unit.run(async (tx) => {
      const present = await factorsOf(tx, operator.id);
      if (present.length >= MOST_FACTORS) throw new DomainError('API-CONFLICT-03', `An account has ${MOST_FACTORS} factors at most; remove one first.`);
      const id = this.ids.uuid();
      const factor = await made(tx, id);
      if (factor.deviceBound !== true && (await isBreakGlass(tx, operator.id))) {
        throw new DomainError('API-CONFLICT-03', 'The break-glass account takes a hardware key only, not a passkey that is copied between devices.');
      }
      if (operator.stage === 'complete') await this.refuseTakeover(tx, operator, present, currentPassword);
      await tx.query(
        `INSERT INTO operator_factor (id, operator_id, kind, name, credential_id, public_key, sign_count, transports, device_bound, sealed_secret, last_step)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, operator.id, kind, name, factor.credentialId ?? null, factor.publicKey ?? null, factor.signCount ?? 0, factor.transports ?? [], factor.deviceBound ?? false, factor.sealedSecret ?? null, factor.lastStep ?? 0],
      );
      const recoveryCodes = (await recoveryCodesLeft(tx, operator.id)) === 0 ? await renewRecoveryCodes(tx, this.ids, operator.id) : null;
      await recordAudit(tx, actorOf(operator), { action: 'factor.enrol', subject: { kind: 'user', id: operator.id, name: operator.name }, changes: { factor: [null, `${kind} ${name}`] } });
      const token = operator.stage === 'complete' ? null : (await this.logIn.goOn(tx, operator, kind, origin)).token;
      const stored = (await factorsOf(tx, operator.id)).find((each) => each.id === id)!;
      return { factor: stored, recoveryCodes, token };
    });
  }

  /** A stolen session must not be able to make itself at home: the first factor takes the password, every other one a present factor. */
  private async refuseTakeover(tx: Tx, operator: Operator, present: readonly Factor[], currentPassword: string | undefined): Promise<void> {
    if (present.length > 0) return this.stepUps.require(tx, operator);
    const [account]: { password_hash: string | null }[] = await tx.query('SELECT password_hash FROM operator WHERE id = $1', [operator.id]);
    if (account?.password_hash == null) return;
    if (currentPassword === undefined || !(await passwordMatches(currentPassword, account.password_hash))) throw invalidField('/currentPassword', 'matches', 'is not your password');
  }

  private async expected(tx: Tx, operator: Operator, purpose: string): Promise<string> {
    const expected = await this.challenges.takeOfSession(tx, operator.sessionId, purpose);
    if (expected === null) throw new DomainError('API-CONFLICT-03', 'This took longer than five minutes. Begin again.');
    return expected;
  }
}

/** Whoever has a factor shows it before he may add another. */
function refuseUnproven({ stage }: Operator): void {
  if (stage === 'factor') throw new DomainError('API-AUTH-02', 'Show your second factor first.');
}
