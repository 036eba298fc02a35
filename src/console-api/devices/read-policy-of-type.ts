import type { Scope } from '../../accounts/index.js';
import { policiesOfType } from '../../deployments/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { type PolicyFacts, policyType, valuesOf } from '../../policies/index.js';
import type { PolicyOfTypeView } from './policy-of-type.view.js';
import { siteOfDevice } from './read-devices.js';
import { policyView } from './read-effective-policy.js';

/** The effective policy of one type on one device, with the conditions that the type judges. */
export async function policyOfType(tx: Tx, scope: Scope, deviceId: string, { category, type: name }: { category: string; type: string }): Promise<PolicyOfTypeView> {
  await siteOfDevice(tx, scope, deviceId);
  const type = policyType(category, name);
  if (!type) throw notFound('type of policy');
  const policy = (await policiesOfType(tx, type, [deviceId])).get(deviceId);
  const [facts]: PolicyFacts[] = await tx.query(FACTS, [deviceId]);
  if (!policy || !facts) throw notFound('device');
  return { category, type: name, ...policyView(policy), conditions: type.conditions(valuesOf(policy), facts).map((condition) => ({ ...condition })) };
}

const FACTS = `
  SELECT d.os, d.os_version AS "osVersion", d.arch, d.device_type AS "deviceType", d.tags, coalesce(r.online, false) AS online,
         ((extract(isodow FROM t.local) - 1) * 1440 + extract(hour FROM t.local) * 60 + extract(minute FROM t.local))::int AS "minuteOfWeek"
    FROM device d
    JOIN site s ON s.id = d.site_id
    CROSS JOIN LATERAL (SELECT now() AT TIME ZONE s.time_zone AS local) t
    LEFT JOIN device_presence r ON r.device_id = d.id
   WHERE d.id = $1`;
