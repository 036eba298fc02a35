import { Injectable } from '@nestjs/common';
import { actorOf, coversSite, holds, type Operator } from '../../accounts/index.js';
import { type AuditFact, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { randomIds } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { LaunchMode } from '../provider.js';
import { launchability, type LaunchPermission } from './launchability.js';
import type { LaunchPermissionView } from './launch-permission.view.js';
import { loadLaunchTargets } from './load-launch-facts.js';
import { mayEndOthers } from './may-end-others.js';

/** How long a question waits for an answer, and how long a yes is good for. */
const PATIENCE: Readonly<Record<LaunchPermission, { readonly waits: string; readonly good: string }>> = {
  'second-person': { waits: '24 hours', good: '15 minutes' },
  company: { waits: '2 minutes', good: '5 minutes' },
};

const COLUMNS = `q.id, q.kind, q.mode, q.reason, CASE WHEN q.state = 'waiting' AND q.expires_at <= now() THEN 'lapsed' ELSE q.state END AS state, q.asked_at AS "askedAt",
  q.expires_at AS "expiresAt", q.decided_by_name AS "decidedByName", q.decided_at AS "decidedAt", q.good_until AS "goodUntil",
  q.operator_id AS "operatorId", o.name AS "operatorName", q.device_id AS "deviceId", d.name AS "deviceName", d.site_id AS "siteId", s.client_id AS "clientId",
  EXISTS (SELECT 1 FROM launch l WHERE l.device_id = q.device_id AND l.operator_id = $1 AND l.state IN ('minted', 'active')) AS "isPresent"`;
const FROM = 'FROM launch_permission q JOIN operator o ON o.id = q.operator_id JOIN device d ON d.id = q.device_id JOIN site s ON s.id = d.site_id';

type Row = Omit<LaunchPermissionView, 'isMine' | 'mayDecide'> & { readonly clientId: string; readonly isPresent: boolean };

/** Asking others before a device is opened: a second person, or whoever is in it already. */
@Injectable()
export class LaunchPermissions {
  constructor(private readonly unit: UnitOfWork) {}

  /** Asks whom the verdict says has to be asked; asking again while one waits is the same question. */
  async ask(operator: Operator, deviceId: string, mode: LaunchMode, reason: string | null): Promise<LaunchPermissionView> {
    const target = (await loadLaunchTargets(this.unit.reads, operator, [deviceId], { mode, reason })).get(deviceId);
    if (!target?.facts.operator.inScope) throw notFound('device');
    const verdict = launchability(target.facts);
    const kind = verdict.ask;
    if (kind === null) {
      throw verdict.allowed ? new DomainError('API-CONFLICT-03', 'Nobody has to be asked: choose Log In.') : new DomainError(verdict.code!, verdict.detail);
    }
    const id = await this.unit.run(async (tx) => {
      await tx.query(`DELETE FROM launch_permission WHERE state = 'waiting' AND expires_at <= now() AND device_id = $1 AND operator_id = $2`, [deviceId, operator.id]);
      const [asked]: { id: string }[] = await tx.query(
        `INSERT INTO launch_permission (id, kind, operator_id, device_id, mode, reason, expires_at) VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval)
         ON CONFLICT (device_id, operator_id, kind) WHERE state = 'waiting' DO UPDATE SET mode = excluded.mode, reason = excluded.reason RETURNING id`,
        [randomIds.uuid(), kind, operator.id, deviceId, mode, reason, PATIENCE[kind].waits],
      );
      await this.tell(tx, operator, 'launch.ask', { ...target, deviceId }, { kind: [null, kind], mode: [null, mode], reason: [null, reason] }, asked!.id);
      return asked!.id;
    });
    return this.one(operator, id);
  }

  /** What waits for the caller's answer, and what he has asked for himself, of the last day. */
  async list(operator: Operator): Promise<LaunchPermissionView[]> {
    const rows: Row[] = await this.unit.reads.query(`SELECT ${COLUMNS} ${FROM} WHERE q.asked_at > now() - interval '24 hours' ORDER BY q.asked_at DESC LIMIT 500`, [operator.id]);
    return rows.map((row) => shown(operator, row)).filter(({ isMine, mayDecide, state }) => isMine || (mayDecide && state === 'waiting'));
  }

  async one(operator: Operator, id: string): Promise<LaunchPermissionView> {
    const [row]: Row[] = await this.unit.reads.query(`SELECT ${COLUMNS} ${FROM} WHERE q.id = $2`, [operator.id, id]);
    const view = row && shown(operator, row);
    if (!view || !(view.isMine || view.mayDecide)) throw notFound('question');
    return view;
  }

  async decide(operator: Operator, id: string, decision: 'grant' | 'refuse'): Promise<LaunchPermissionView> {
    const asked = await this.one(operator, id);
    if (!asked.mayDecide) throw new DomainError('API-RIGHT-01', 'Somebody else has to answer what you have asked.');
    await this.unit.run(async (tx) => {
      const [, count]: [unknown, number] = await tx.query(
        `UPDATE launch_permission SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), good_until = CASE WHEN $2 = 'granted' THEN now() + $5::interval END
          WHERE id = $1 AND state = 'waiting' AND expires_at > now()`,
        [id, decision === 'grant' ? 'granted' : 'refused', operator.id, operator.name, PATIENCE[asked.kind].good],
      );
      if (count === 0) throw new DomainError('API-CONFLICT-03', 'This was answered already, or nobody waits any more.');
      await this.tell(tx, operator, `launch.${decision}`, asked, { askedBy: [asked.operatorName, asked.operatorName], kind: [asked.kind, asked.kind] }, id);
    });
    return this.one(operator, id);
  }

  private async tell(
    tx: Tx, operator: Operator, action: string, { deviceId, deviceName, siteId, clientId }: { deviceId: string; deviceName: string; siteId: string; clientId?: string }, changes: AuditFact['changes'], id: string,
  ): Promise<void> {
    await recordAudit(tx, actorOf(operator), { action, subject: { kind: 'device', id: deviceId, name: deviceName }, siteId, deviceId, ...(clientId === undefined ? {} : { clientId }), changes });
    await wakeUp(tx, 'changed', JSON.stringify({ kind: 'launch', id, deviceId, siteId }));
  }
}

/** A second person is anybody else who may open devices here; about company decides who is in the device, or may end what is. */
function shown(operator: Operator, { clientId, isPresent, ...row }: Row): LaunchPermissionView {
  const isMine = row.operatorId === operator.id;
  const reaches = coversSite(operator.scope, { siteId: row.siteId, clientId });
  const decides = row.kind === 'company' ? isPresent || mayEndOthers(operator) : holds(operator, 'devices.launch');
  return { ...row, isMine, mayDecide: !isMine && reaches && decides };
}
