import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { requestAct } from '../../remote-access/index.js';
import { siteOfDevice } from '../devices/read-devices.js';
import { orphanInScope } from './read-orphans.js';
import { unknownAgentInScope } from './read-unknown-agents.js';
import type { AdoptOrphanBody, OrphanBody } from './stranger.view.js';

/** What a person decides about remote agents that nobody deployed, on devices and at providers. */
@Injectable()
export class SettleStrangers {
  constructor(private readonly unit: UnitOfWork) {}

  /** It may stay; said with a reason, so that the next one who looks need not ask. */
  async approve(operator: Operator, id: string, reason: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const stranger = await unknownAgentInScope(tx, operator.scope, id);
      if (!stranger) throw notFound('remote agent');
      const { deviceId, siteId, clientId, name, place, approvedBy } = stranger;
      if (approvedBy !== null) throw new DomainError('API-CONFLICT-03', `${approvedBy} has approved this remote agent already.`);
      await tx.query('UPDATE stranger_agent SET approved_by = $2, approved_at = now(), approved_reason = $3 WHERE id = $1', [id, operator.name, reason]);
      await recordAudit(tx, actorOf(operator), {
        action: 'unknown-remote-agent.approve', subject: { kind: 'device', id: deviceId, name }, clientId, siteId, deviceId,
        changes: { place: [null, place], reason: [null, reason] },
      });
    });
  }

  /** The device removes it with its maker's own means; core orders that, and the list says how it went. */
  async removeFromDevice(operator: Operator, id: string, reason: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const stranger = await unknownAgentInScope(tx, operator.scope, id);
      if (!stranger) throw notFound('remote agent');
      const { deviceId, siteId, clientId, name, place } = stranger;
      await tx.query('UPDATE stranger_agent SET removal_asked_by = $2, removal_asked_at = now(), removal_instruction_id = NULL WHERE id = $1', [id, operator.name]);
      await recordAudit(tx, actorOf(operator), {
        action: 'unknown-remote-agent.remove', subject: { kind: 'device', id: deviceId, name }, clientId, siteId, deviceId,
        changes: { place: [place, null], reason: [null, reason] },
      });
      await wakeUp(tx, 'reconcile');
    });
  }

  /** The record is said to be this device's: its next proof decides, and only a proven record is ever opened. */
  async adopt(operator: Operator, { deviceId, ...which }: AdoptOrphanBody): Promise<void> {
    await this.unit.run(async (tx) => {
      const orphan = await orphanInScope(tx, operator.scope, which);
      if (!orphan) throw notFound('record');
      const { siteId, clientId, name } = await siteOfDevice(tx, operator.scope, deviceId);
      const [deployment]: { id: string }[] = await tx.query('SELECT id FROM deployment WHERE device_id = $1 AND provider_instance_id = $2', [deviceId, which.providerInstanceId]);
      if (!deployment) throw new DomainError('API-CONFLICT-03', `${name} has no remote access on ${orphan.providerInstanceName}: assign a package to its site first.`);
      await requestAct(tx, { kind: 'adopt-endpoint', request: { remoteId: which.remoteId }, providerInstanceId: which.providerInstanceId, deploymentId: deployment.id });
      await recordAudit(tx, actorOf(operator), { action: 'orphan.adopt', subject: { kind: 'device', id: deviceId, name }, clientId, siteId, deviceId, changes: { record: [null, orphan.name] } });
    });
  }

  /** The record goes; a remote agent that still runs somewhere and has a valid secret would make a new one. */
  async remove(operator: Operator, which: OrphanBody): Promise<void> {
    await this.unit.run(async (tx) => {
      const orphan = await orphanInScope(tx, operator.scope, which);
      if (!orphan) throw notFound('record');
      await requestAct(tx, { kind: 'remove-endpoint', request: { remoteId: which.remoteId }, providerInstanceId: which.providerInstanceId });
      await recordAudit(tx, actorOf(operator), {
        action: 'orphan.remove', subject: { kind: 'provider-instance', id: which.providerInstanceId, name: orphan.providerInstanceName }, siteId: orphan.siteId, changes: { record: [orphan.name, null] },
      });
    });
  }
}
