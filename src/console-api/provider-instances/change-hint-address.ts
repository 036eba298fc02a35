import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { hashOfHintSecret, hintAddress, newHintSecret, providerKind } from '../../remote-access/index.js';
import type { HintAddressView } from './hint-address.view.js';
import { connectedInstance } from './read-connection.js';

/** Makes the address at which a server gives hints, a new one in the place of the old; or takes it away. */
@Injectable()
export class ChangeHintAddress {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async renew(operator: Operator, id: string): Promise<HintAddressView> {
    const secret = newHintSecret();
    await this.store(operator, id, secret);
    return { url: hintAddress(this.config.publicUrl, secret) };
  }

  async remove(operator: Operator, id: string): Promise<void> {
    await this.store(operator, id, null);
  }

  private async store(operator: Operator, id: string, secret: string | null): Promise<void> {
    await this.unit.run(async (tx) => {
      const { kind, name } = await connectedInstance(tx, id);
      if (!providerKind(kind)?.readHint) throw new DomainError('API-CONFLICT-03', 'Servers of this kind give no hints.');
      await tx.query('UPDATE provider_instance SET hint_hash = $2, version = version + 1, updated_at = now() WHERE id = $1', [id, secret && hashOfHintSecret(secret)]);
      await recordAudit(tx, actorOf(operator), {
        action: 'provider-instance.change', subject: { kind: 'provider-instance', id, name }, changes: { hintAddress: ['…', secret === null ? null : '…'] },
      });
    });
  }
}
