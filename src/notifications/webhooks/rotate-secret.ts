import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { WEBHOOK_SECRET_BYTES, webhookSecretText } from '../../platform/webhooks/signature.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import { WEBHOOK_SECRET } from '../sealed-purposes.js';
import { webhookById } from './read-webhooks.js';
import type { NewWebhookView } from './webhook.view.js';

/** Makes a new secret; what is posted from now on is signed with it, also what is tried again. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<NewWebhookView> {
    const secret = this.ids.secret(WEBHOOK_SECRET_BYTES);
    return this.unit.run(async (tx) => {
      const { name, version } = await webhookById(tx, id);
      refuseStale(expected, version);
      const sealed = await sealForCore(tx, WEBHOOK_SECRET, secret);
      await tx.query('UPDATE webhook SET sealed_secret = $2, version = version + 1, updated_at = now() WHERE id = $1', [id, sealed]);
      await recordAudit(tx, actorOf(operator), { action: 'webhook.rotate-secret', subject: { kind: 'webhook', id, name }, changes: { secret: ['…', '…'] } });
      return { ...(await webhookById(tx, id)), secret: webhookSecretText(secret) };
    });
  }
}
