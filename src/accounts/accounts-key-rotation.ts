import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { recordAudit, SYSTEM } from '../audit/index.js';
import { SEALED_COLUMNS } from '../platform/database/sealed-columns.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { KeyRotation, ROTATE_EVERY_MS } from '../platform/sealing/key-rotation.js';
import type { Resealable } from '../platform/sealing/seal-anew.js';
import { AccountsKey } from './accounts-key.js';
import { totpPurpose } from './factors/factor-proof.js';
import { purposeOfProvider } from './single-sign-on/identity-provider.js';
import { refreshPurpose } from './single-sign-on/sign-on.js';

/** What is sealed under the accounts key, and as what. */
const SEALED_ACCOUNTS: readonly Resealable[] = [
  { table: 'operator_factor', column: 'sealed_secret', key: ['id'], purposeOf: (row) => totpPurpose(row['key_id'] as string) },
  { table: 'operator_session', column: 'sealed_refresh_token', key: ['id'], purposeOf: (row) => refreshPurpose(row['key_id'] as string) },
  {
    table: 'identity_provider',
    column: 'sealed_secret',
    key: ['only_one'],
    facts: 't.issuer, t.client_id AS "clientId"',
    purposeOf: (row) => purposeOfProvider(row['issuer'] as string, row['clientId'] as string),
  },
  { table: 'factor_challenge', column: 'sealed', key: ['id'], facts: 't.purpose', purposeOf: (row) => row['purpose'] as string },
];

/** Takes other keys while web runs, and seals what is there anew with the newest one. */
@Injectable()
export class AccountsKeyRotation implements OnApplicationBootstrap {
  private readonly log = new Logger('AccountsKeyRotation');
  private readonly rotation: KeyRotation;
  private last: Promise<void> = Promise.resolve();

  constructor(
    unit: UnitOfWork,
    private readonly key: AccountsKey,
  ) {
    this.rotation = new KeyRotation(unit, 'accounts', (tx, step, keyId, secrets) =>
      recordAudit(tx, SYSTEM, { action: `accounts-key.${step}`, subject: { kind: 'accounts-key', id: null, name: keyId }, changes: { secrets: [null, secrets] } }),
    );
  }

  onApplicationBootstrap(): void {
    void this.look(true);
  }

  take(newest: Buffer, older: readonly Buffer[]): Promise<void> {
    this.key.take(newest, older);
    return this.look(true);
  }

  @Interval('accounts-key', ROTATE_EVERY_MS)
  async pass(): Promise<void> {
    await this.look(false);
  }

  /** One pass at a time; `isNews`: the keys may be others than at the last one. */
  private look(isNews: boolean): Promise<void> {
    this.last = this.last.then(() => this.rotate(isNews)).catch((error: unknown) => this.log.warn(`Secrets could not be sealed anew just now: ${String(error)}`));
    return this.last;
  }

  private async rotate(isNews: boolean): Promise<void> {
    const { key, rotation } = this;
    const { id } = key;
    if (!key.isChanging) {
      if (isNews) await rotation.withdraw(id);
      return;
    }
    await rotation.begin(id);
    await rotation.seal(id, key, SEALED_ACCOUNTS);
    if (await rotation.isDone(key, SEALED_COLUMNS.accounts)) await rotation.finish(id);
  }
}
