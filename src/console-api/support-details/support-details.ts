import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { deviceById, siteOfDevice } from '../devices/read-devices.js';
import { askDiagnostics } from './ask-diagnostics.js';
import { redact } from './redact.js';
import type { SupportDetailsView } from './support-details.view.js';

const EVENTS = 100;

/** Everything that somebody who is asked for help needs to know about a device, and nothing that he must not. */
@Injectable()
export class SupportDetails {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(operator: Operator, deviceId: string): Promise<SupportDetailsView> {
    const { siteId, clientId, name } = await siteOfDevice(this.unit.reads, operator.scope, deviceId);
    const device = await deviceById(this.unit.reads, operator, deviceId);
    const diagnostics = device.online ? await askDiagnostics(this.unit, this.wakeUps, deviceId, operator.name) : null;
    const facts = {
      takenAt: this.clock.now().toISOString(),
      device: { id: deviceId, name, os: device.os, osVersion: device.osVersion, agentVersion: device.agentVersion, online: device.online, lastSeenAt: device.lastSeenAt },
      deployments: await this.deployments(deviceId),
      timeline: await this.timeline(deviceId),
      endpointAgent: diagnostics === null ? (device.online ? 'did not answer in time' : 'the device is offline') : parsed(diagnostics),
    };
    await this.unit.run((tx) => recordAudit(tx, actorOf(operator), { action: 'device.support-details', subject: { kind: 'device', id: deviceId, name }, clientId, siteId, deviceId }));
    return { text: redact(JSON.stringify(facts, null, 2)), answered: diagnostics !== null };
  }

  private async deployments(deviceId: string): Promise<unknown[]> {
    return this.unit.reads.query(
      `SELECT i.kind AS provider, i.health, i.health_code AS "healthCode", i.engine_version AS "engineVersion", p.desired, p.generation::text AS generation, p.pending, t.phase, t.error_code AS "errorCode",
              t.since, t.attempt, t.next_attempt_at AS "nextAttemptAt", t.waits_for AS "waitsFor", t.conditions, e.installed, e.running, e.remote_version AS "remoteVersion", e.agent_at AS "evidenceAt",
              e.verified_at AS "verifiedAt", e.configured_at AS "configuredAt", e.failure_code AS "failureCode", e.failure_detail AS "failureDetail", e.failure_at AS "failureAt", e.troubles, e.restarts,
              e.reinstalls, e.reboot_pending AS "rebootPending",
              (SELECT jsonb_agg(o ORDER BY o.seq DESC) FROM (
                 SELECT n.seq::int AS seq, n.kind, n.attempt, n.issued_at, n.acknowledged_at, n.step, n.reported_at, n.outcome, n.error_code, n.detail
                   FROM instruction n WHERE n.deployment_id = p.id ORDER BY n.seq DESC LIMIT 20) o) AS orders
         FROM deployment p JOIN provider_instance i ON i.id = p.provider_instance_id JOIN deployment_evidence e ON e.deployment_id = p.id LEFT JOIN deployment_status t ON t.deployment_id = p.id
        WHERE p.device_id = $1 ORDER BY p.created_at`,
      [deviceId],
    );
  }

  /** Phases only: who changed what is the audit log's to say. */
  private async timeline(deviceId: string): Promise<unknown[]> {
    return this.unit.reads.query(
      `SELECT at, from_phase AS "from", phase AS "to", error_code AS "errorCode", cause FROM deployment_event WHERE device_id = $1 ORDER BY id DESC LIMIT $2`,
      [deviceId, EVENTS],
    );
  }
}

/** An endpoint agent's answer may have been cut off. */
function parsed(diagnostics: string): unknown {
  try {
    return JSON.parse(diagnostics);
  } catch {
    return diagnostics;
  }
}
