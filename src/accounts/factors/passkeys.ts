import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Operator } from '../roles/operator.js';
import type { Factor } from './factor.js';
import { FactorRules } from './factor-rules.js';

/** What a browser answered with its authenticator; its content is judged by the verification. */
export type PasskeyAnswer = Readonly<Record<string, unknown>>;

/** A new passkey as it is to be stored. */
export interface NewPasskey {
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly deviceBound: boolean;
}

/** WebAuthn for the name of this installation's console; user verification (finger, face or PIN) is always demanded. */
@Injectable()
export class Passkeys {
  private readonly origin: string;

  constructor(
    private readonly rules: FactorRules,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    this.origin = new URL(config.publicUrl).origin;
  }

  async creationOptions(operator: Operator, present: readonly Factor[]): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return generateRegistrationOptions({
      rpName: 'Latchkey',
      rpID: this.relyingParty(),
      userName: operator.email,
      userDisplayName: operator.name,
      userID: new Uint8Array(Buffer.from(operator.id.replaceAll('-', ''), 'hex')),
      attestationType: 'none',
      excludeCredentials: credentialsOf(present),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    });
  }

  /** The passkey that was made for this challenge; throws API-INPUT-01 for anything else. */
  async created(answer: PasskeyAnswer, challenge: string): Promise<NewPasskey> {
    const result = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: this.origin,
      expectedRPID: this.relyingParty(),
      requireUserVerification: true,
    }).catch(() => null);
    if (!result?.verified) throw new DomainError('API-INPUT-01', 'The passkey could not be verified. Begin again.');
    const { credential, credentialDeviceType, credentialBackedUp } = result.registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      transports: credential.transports ?? [],
      deviceBound: credentialDeviceType === 'singleDevice' && !credentialBackedUp,
    };
  }

  /** Without factors, any passkey of this console may answer. */
  async requestOptions(factors: readonly Factor[] = []): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({ rpID: this.relyingParty(), userVerification: 'required', allowCredentials: credentialsOf(factors) });
  }

  /** The signature counter after a valid answer; null for every other answer. */
  async signCountOf(factor: Factor, answer: PasskeyAnswer, challenge: string): Promise<number | null> {
    const credential = { id: factor.credentialId!, publicKey: new Uint8Array(factor.publicKey!), counter: factor.signCount } as WebAuthnCredential;
    const result = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: this.origin,
      expectedRPID: this.relyingParty(),
      credential,
      requireUserVerification: true,
    }).catch(() => null);
    return result?.verified ? result.authenticationInfo.newCounter : null;
  }

  private relyingParty(): string {
    if (this.rules.relyingParty === null) throw new DomainError('API-CONFLICT-03', 'Passkeys need a name: open the console by a host name instead of an address.');
    return this.rules.relyingParty;
  }
}

function credentialsOf(factors: readonly Factor[]) {
  return factors.filter(({ kind }) => kind === 'passkey').map(({ credentialId, transports }) => ({ id: credentialId!, transports: [...transports] }));
}
