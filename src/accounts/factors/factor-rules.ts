import { Inject, Injectable } from '@nestjs/common';
import { isLoopbackHost } from '../../platform/config/hosts.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { isAdministrator, type Role } from '../roles/rights.js';
import type { FactorKind } from './factor.js';

/** Which factors those who administer may use. */
export const ADMIN_FACTORS = ['any', 'phishing-resistant'] as const;
export type AdminFactor = (typeof ADMIN_FACTORS)[number];

/** Which second factors are demanded, of whom; an installation that only its own machine can reach demands none, but asks for those there are. */
@Injectable()
export class FactorRules {
  /** Whether nobody gets in without a second factor. */
  readonly areMandatory: boolean;
  /** The name that passkeys are bound to; null where the console is reached by a bare address, which has no passkeys. */
  readonly relyingParty: string | null;

  constructor(
    private readonly unit: UnitOfWork,
    @Inject(WEB_CONFIG) config: WebConfig,
  ) {
    const { hostname } = new URL(config.publicUrl);
    this.areMandatory = !(isLoopbackHost(hostname) && isLoopbackHost(config.host));
    this.relyingParty = /^[\d.]+$|^\[/.test(hostname) ? null : hostname;
  }

  async adminFactor(): Promise<AdminFactor> {
    const [row]: { admin_factor: AdminFactor | null }[] = await this.unit.reads.query('SELECT admin_factor FROM installation');
    return row?.admin_factor ?? (this.areMandatory && this.relyingParty !== null ? 'phishing-resistant' : 'any');
  }

  /** The kinds that count for this role, the better one first. */
  async kindsFor(role: Role): Promise<readonly FactorKind[]> {
    const kinds: FactorKind[] = this.relyingParty === null ? ['totp'] : ['passkey', 'totp'];
    return isAdministrator(role) && (await this.adminFactor()) === 'phishing-resistant' ? kinds.filter((kind) => kind === 'passkey') : kinds;
  }
}
