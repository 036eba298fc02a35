import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { AccountsKey } from '../accounts-key.js';
import { Challenges } from './challenges.js';
import { type Factor, type FactorKind, factorsOf, type ProvenBy } from './factor.js';
import { stepOfCode } from './one-time-codes.js';
import { type PasskeyAnswer, Passkeys } from './passkeys.js';
import { useRecoveryCode } from './recovery-codes.js';

/** One of the three, as somebody offers it. */
export interface OfferedProof {
  readonly passkey?: PasskeyAnswer | undefined;
  readonly otp?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

/** What a secret of one-time codes is sealed as: no other factor's secret opens in its place. */
export const totpPurpose = (factorId: string): string => `totp:${factorId}`;

/** Checks what somebody offers beside his password; each one-time code, recovery code and challenge is good once. */
@Injectable()
export class FactorProof {
  constructor(
    private readonly challenges: Challenges,
    private readonly passkeys: Passkeys,
    private readonly key: AccountsKey,
  ) {}

  /** By what he proved it, `allowed` kinds only; null when he did not. A passkey must answer what was kept for this session and purpose. */
  async check(tx: Tx, operatorId: string, offered: OfferedProof, allowed: readonly ProvenBy[], expected: { sessionId: string; purpose: string } | null): Promise<ProvenBy | null> {
    if (offered.recoveryCode !== undefined) {
      return allowed.includes('recovery-code') && (await useRecoveryCode(tx, operatorId, offered.recoveryCode)) ? 'recovery-code' : null;
    }
    const kind: FactorKind = offered.passkey === undefined ? 'totp' : 'passkey';
    if (!allowed.includes(kind)) return null;
    const factors = (await factorsOf(tx, operatorId)).filter((factor) => factor.kind === kind);
    if (offered.otp !== undefined) return (await this.oneTimeCode(tx, factors, offered.otp)) ? 'totp' : null;
    if (offered.passkey === undefined || expected === null) return null;
    const challenge = await this.challenges.takeOfSession(tx, expected.sessionId, expected.purpose);
    const factor = factors.find(({ credentialId }) => credentialId === offered.passkey!['id']);
    return challenge !== null && factor && (await this.passkey(tx, factor, offered.passkey, challenge)) ? 'passkey' : null;
  }

  /** Whether this passkey answered this challenge. */
  async passkey(tx: Tx, factor: Factor, answer: PasskeyAnswer, challenge: string): Promise<boolean> {
    const signCount = await this.passkeys.signCountOf(factor, answer, challenge);
    if (signCount === null) return false;
    await tx.query('UPDATE operator_factor SET sign_count = $2, last_used_at = now() WHERE id = $1', [factor.id, signCount]);
    return true;
  }

  private async oneTimeCode(tx: Tx, factors: readonly Factor[], code: string): Promise<boolean> {
    for (const { id, sealedSecret } of factors) {
      const [row]: { last_step: string }[] = await tx.query('SELECT last_step FROM operator_factor WHERE id = $1 FOR UPDATE', [id]);
      const step = await stepOfCode(this.key.open(totpPurpose(id), sealedSecret!).toString(), code, Number(row?.last_step ?? 0));
      if (step === null) continue;
      await tx.query('UPDATE operator_factor SET last_step = $2, last_used_at = now() WHERE id = $1', [id, step]);
      return true;
    }
    return false;
  }
}
