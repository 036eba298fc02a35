import type { DeviceRemoval } from '../../contracts/offboarding-certificate.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { judgeRemoval, type LeavingDevice } from './judge-removal.js';

/** How the removal stands for every device that is or was at the sites of this client, by site and name, in one statement. */
export async function removalsOfClient(tx: Tx, clientId: string): Promise<DeviceRemoval[]> {
  const rows: { device: LeavingDevice }[] = await tx.query(DEVICES, [clientId]);
  return rows.map(({ device }) => judgeRemoval(device));
}

/** A moment as the certificate writes it, whatever the session's time zone. */
const moment = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const DEPLOYMENTS = `
  SELECT jsonb_agg(jsonb_build_object(
           'instanceName', i.name, 'desired', p.desired, 'releasedAt', ${moment('p.released_at')}, 'removedAt', ${moment('p.removed_at')},
           'everInstructed', EXISTS (SELECT 1 FROM instruction x WHERE x.deployment_id = p.id AND x.kind = 'install-remote-agent'),
           'phaseCode', CASE WHEN t.phase LIKE 'REMOV%' THEN t.error_code END, 'phaseSince', CASE WHEN t.phase LIKE 'REMOV%' THEN ${moment('t.since')} END,
           'deviceProvedAt', ${moment('e.removed_at_device_at')},
           'proof', CASE WHEN f.proven_at IS NOT NULL THEN jsonb_build_object('provenAt', ${moment('f.proven_at')}, 'deviceAt', ${moment('f.device_at')},
                      'providerAt', ${moment('f.provider_at')}, 'instructionId', f.instruction_id, 'gone', coalesce(to_jsonb(n.gone), '[]')) END,
           'givenUp', CASE WHEN q.given_up_at IS NOT NULL THEN jsonb_build_object('at', ${moment('q.given_up_at')}, 'by', q.author_name, 'reason', q.reason) END,
           'recordsLeft', (SELECT count(*) FROM remote_endpoint w WHERE w.provider_instance_id = p.provider_instance_id
                            AND (w.device_id = p.device_id OR w.remote_id IN (e.remote_id, e.verified_remote_id))),
           'providerReadAt', CASE WHEN i.health = 'reachable' THEN ${moment('i.checked_at')} END) ORDER BY p.created_at, p.id) AS list
    FROM deployment p
    LEFT JOIN deployment_evidence e ON e.deployment_id = p.id
    JOIN provider_instance i ON i.id = p.provider_instance_id
    LEFT JOIN deployment_status t ON t.deployment_id = p.id
    LEFT JOIN removal_proof f ON f.deployment_id = p.id AND f.generation = p.generation AND p.desired = 'absent'
    LEFT JOIN removal_given_up q ON q.deployment_id = p.id AND q.generation = p.generation
    LEFT JOIN instruction n ON n.id = f.instruction_id
   WHERE p.device_id = d.id`;

const DEVICES = `
  SELECT jsonb_build_object(
           'deviceId', d.id, 'deviceName', d.name, 'os', d.os, 'siteId', s.id, 'siteName', s.name, 'retiredAt', ${moment('d.retired_at')},
           'enrolledAt', ${moment('d.enrolled_at')}, 'online', coalesce(r.online, false), 'lastSeenAt', ${moment('r.last_seen_at')},
           'deployments', coalesce(p.list, '[]')) AS device
    FROM device d
    JOIN site s ON s.id = d.site_id
    LEFT JOIN device_presence r ON r.device_id = d.id
    LEFT JOIN LATERAL (${DEPLOYMENTS}) p ON true
   WHERE s.client_id = $1
   ORDER BY s.name, d.name, d.id`;
