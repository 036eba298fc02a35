import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { StandingWarnings } from '../../platform/http/index.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { OperatorEntity } from '../operator.entity.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { hashPassword } from '../sessions/passwords.js';
import type { BreakGlassView, SealedBreakGlassView } from './break-glass.view.js';

const NAME = 'Break-glass account';

/**
 * The one local account for the day on which nothing else opens: off until the owner seals it, of no use without a hardware key,
 * told about to everybody when it is used, and void after one use until it is sealed anew.
 */
@Injectable()
export class BreakGlass implements OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly warnings: StandingWarnings,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  onModuleInit(): void {
    this.warnings.register(async (tx) => {
      const account = await breakGlassAccount(tx);
      if (!account?.lastUsedAt) return [];
      return [{ code: 'RA-SEC-06', title: 'The break-glass account was used', detail: `On ${account.lastUsedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Find out why in the audit log, then have its owner seal it anew.` }];
    });
  }

  async read(): Promise<BreakGlassView> {
    const account = await breakGlassAccount(this.unit.reads);
    if (!account) throw notFound('break-glass account');
    return account;
  }

  /** Makes the account, or gives it a new password; its hardware keys stay. */
  async seal(operator: Operator): Promise<SealedBreakGlassView> {
    const password = this.ids.secret(20).toString('base64url').match(/.{1,7}/g)!.join(' ');
    const passwordHash = await hashPassword(password);
    return this.unit.run(async (tx) => {
      const present = await breakGlassAccount(tx);
      const id = present?.id ?? this.ids.uuid();
      if (present) {
        await tx.query('UPDATE operator SET password_hash = $2, break_glass_used_at = NULL, disabled = false, updated_at = now() WHERE id = $1', [id, passwordHash]);
        await this.sessions.endAllOf(tx, id);
      } else {
        const email = `break-glass@${new URL(this.config.publicUrl).hostname}`;
        await tx.insert(OperatorEntity, { id, email, name: NAME, role: 'super-admin', allowRemoteControl: true, disabled: false, passwordHash, scopeAll: true, version: 1 });
        await tx.query('UPDATE operator SET break_glass = true WHERE id = $1', [id]);
      }
      await recordAudit(tx, actorOf(operator), { action: 'break-glass.seal', subject: { kind: 'user', id, name: NAME } });
      return { ...(await breakGlassAccount(tx))!, password };
    });
  }

  async remove(operator: Operator): Promise<void> {
    await this.unit.run(async (tx) => {
      const present = await breakGlassAccount(tx);
      if (!present) throw notFound('break-glass account');
      await this.sessions.endAllOf(tx, present.id);
      await tx.query(`UPDATE operator SET disabled = true, password_hash = NULL, break_glass = false, email = 'removed-' || id || '-' || email, break_glass_used_at = NULL WHERE id = $1`, [present.id]);
      await recordAudit(tx, actorOf(operator), { action: 'break-glass.remove', subject: { kind: 'user', id: present.id, name: NAME } });
    });
  }
}

async function breakGlassAccount(tx: Tx): Promise<BreakGlassView | null> {
  const [row]: (BreakGlassView & { hasPassword: boolean })[] = await tx.query(
    `SELECT o.id, o.email, o.break_glass_used_at AS "lastUsedAt", o.password_hash IS NOT NULL AS "hasPassword",
            EXISTS (SELECT 1 FROM operator_factor f WHERE f.operator_id = o.id AND f.device_bound) AS "hasHardwareKey"
       FROM operator o WHERE o.break_glass`,
  );
  if (!row) return null;
  const { hasPassword, ...account } = row;
  return { ...account, isReady: hasPassword && account.hasHardwareKey };
}
