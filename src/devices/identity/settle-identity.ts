import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { announceDevices } from '../announce-devices.js';
import { dropClaim, grantClaim } from '../enrolment/re-image-claim.js';
import { deviceInScope } from '../read-device.js';

/** The decisions about a device's identity that only a person can take. Connections that rest on the old answer end at once. */
@Injectable()
export class SettleIdentity {
  constructor(private readonly unit: UnitOfWork) {}

  /** Withdraws the identity for good, as for a stolen device. */
  async revoke(operator: Operator, id: string): Promise<void> {
    await this.decide(operator, id, 'device.revoke', 'This device is revoked already.', async (tx) =>
      changed(await tx.query('UPDATE device SET revoked_at = now(), version = version + 1, updated_at = now() WHERE id = $1 AND revoked_at IS NULL', [id])),
    );
  }

  /** Ends a quarantine: the copied identity was dealt with, or the new device is one of ours. */
  async release(operator: Operator, id: string): Promise<void> {
    await this.decide(operator, id, 'device.release', 'This device is not in quarantine.', async (tx) =>
      changed(await tx.query('UPDATE device SET quarantined = false, awaits_approval = false, version = version + 1, updated_at = now() WHERE id = $1 AND quarantined', [id])),
    );
  }

  /** Says whether a new installation on known hardware is this device. */
  async settleClaim(operator: Operator, id: string, accept: boolean): Promise<void> {
    const action = accept ? 'device.re-image' : 'device.refuse-re-image';
    await this.decide(operator, id, action, 'No new installation claims to be this device.', (tx) => (accept ? grantClaim(tx, id) : dropClaim(tx, id)));
  }

  private async decide(operator: Operator, id: string, action: string, otherwise: string, act: (tx: Tx) => Promise<boolean>): Promise<void> {
    await this.unit.run(async (tx) => {
      const device = await deviceInScope(tx, operator.scope, id);
      if (!(await act(tx))) throw new DomainError('API-CONFLICT-03', otherwise);
      await recordAudit(tx, actorOf(operator), {
        action,
        subject: { kind: 'device', id, name: device.name },
        siteId: device.siteId,
        clientId: device.clientId,
        deviceId: id,
      });
      await announceDevices(tx, [id]);
      await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'device', id }));
    });
  }
}

function changed([, count]: [unknown, number]): boolean {
  return count > 0;
}
