import { EVENT_DESCRIPTIONS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { FOR_SITE } from './rule-sql.js';

/** Something that is so for as long as it is: a rule tells it when it begins, or when it has ended. */
export interface Level {
  /** What is so for the enabled rules `r` of the event: `rule_id, subject, subject_id, occurred_at, facts`. */
  readonly now: string;
  /** The sites of what began, `b`: `notification_id, site_id, devices, names`; null where it happens at no site. */
  readonly places: string | null;
  /** Told at its end instead of its beginning: the facts of the subject `e.subject_id`, no row where it did not end well. */
  readonly ending?: string;
  /** Looks at every device that has failed, so it is looked at with the sweep only; it is a matter of hours anyway. */
  readonly isCostly?: true;
}

const preset = (event: NotificationEvent) => EVENT_DESCRIPTIONS[event].parameter!.preset;
const hours = `make_interval(hours => coalesce((r.parameters ->> 'afterHours')::int, ${preset('device.failed')}))`;
const minutes = `make_interval(mins => coalesce((r.parameters ->> 'afterMinutes')::int, ${preset('provider.down')}))`;

const FAILED = `deployment_status t JOIN device d ON d.id = t.device_id AND d.retired_at IS NULL JOIN site s ON s.id = d.site_id`;
const HAS_FAILED = `t.phase IN ('FAILED', 'REMOVAL_FAILED') AND t.since <= now() - ${hours} AND ${FOR_SITE}`;

const DOWN = `
  SELECT r.id AS rule_id, 'provider:' || p.id AS subject, p.id AS subject_id, p.health_since AS occurred_at,
         jsonb_build_object('name', p.name, 'code', p.health_code) AS facts
    FROM notification_rule r JOIN provider_instance p ON p.enabled AND p.health IN ('unreachable', 'refused') AND p.health_since <= now() - ${minutes}
   WHERE r.scope_all`;

/** Where each event is seen in the tables. An event that is not here is told by whoever causes it, through `raise`. */
export const LEVELS: Readonly<Partial<Record<NotificationEvent, Level>>> = {
  'device.failed': {
    isCostly: true,
    now: `
      SELECT r.id AS rule_id, 'code:' || t.error_code AS subject, NULL::uuid AS subject_id, min(t.since) AS occurred_at, jsonb_build_object('code', t.error_code) AS facts
        FROM notification_rule r JOIN (${FAILED}) ON t.error_code IS NOT NULL AND ${HAS_FAILED}
       GROUP BY r.id, t.error_code`,
    places: `
      SELECT b.notification_id, s.id AS site_id, count(*)::int AS devices, (array_agg(d.name ORDER BY d.name, d.id))[1:3] AS names
        FROM raised b JOIN notification_rule r ON r.id = b.rule_id JOIN (${FAILED}) ON t.error_code = b.facts ->> 'code' AND ${HAS_FAILED}
       GROUP BY b.notification_id, s.id`,
  },
  'rollout.halted': {
    now: `
      SELECT r.id AS rule_id, 'rollout:' || o.id || ':' || extract(epoch FROM o.state_at) AS subject, o.id AS subject_id, o.state_at AS occurred_at,
             jsonb_build_object('title', o.title, 'reason', o.state_reason) AS facts
        FROM notification_rule r JOIN rollout o ON o.state = 'halted' AND o.state_at >= r.watches_since
       WHERE r.scope_all OR EXISTS (SELECT 1 FROM rollout_device v JOIN device d ON d.id = v.device_id JOIN site s ON s.id = d.site_id WHERE v.rollout_id = o.id AND ${FOR_SITE})`,
    places: `
      SELECT b.notification_id, s.id AS site_id, count(*)::int AS devices, '{}'::text[] AS names
        FROM raised b JOIN notification_rule r ON r.id = b.rule_id JOIN rollout_device v ON v.rollout_id = b.subject_id
             JOIN device d ON d.id = v.device_id JOIN site s ON s.id = d.site_id AND ${FOR_SITE}
       GROUP BY b.notification_id, s.id`,
  },
  'unknown-remote-agent.found': {
    now: `
      SELECT r.id AS rule_id, 'stranger:' || a.id AS subject, a.device_id AS subject_id, a.first_seen_at AS occurred_at,
             jsonb_build_object('code', a.code, 'provider', a.provider, 'place', a.place) AS facts
        FROM notification_rule r JOIN stranger_agent a ON a.approved_at IS NULL AND a.first_seen_at >= r.watches_since
             JOIN device d ON d.id = a.device_id JOIN site s ON s.id = d.site_id AND ${FOR_SITE}`,
    places: `
      SELECT b.notification_id, d.site_id, 1 AS devices, ARRAY[d.name] AS names FROM raised b JOIN device d ON d.id = b.subject_id`,
  },
  'provider.down': { now: DOWN, places: null },
  'provider.up': {
    now: DOWN,
    places: null,
    ending: `SELECT jsonb_build_object('name', p.name) AS facts, p.health_since AS occurred_at FROM provider_instance p WHERE p.id = e.subject_id AND p.health = 'reachable'`,
  },
  'approval.waiting': {
    // Whoever does not reach all its sites sees nothing of a request: neither does a rule that is for some of them.
    now: `
      SELECT r.id AS rule_id, 'approval:' || a.id AS subject, a.id AS subject_id, a.created_at AS occurred_at,
             jsonb_build_object('title', a.title, 'by', a.requested_by_name) AS facts
        FROM notification_rule r JOIN approval a ON a.state = 'waiting' AND a.expires_at > now() AND a.created_at >= r.watches_since
       WHERE r.scope_all OR NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(a.plan -> 'bySite') AS p ("siteId" uuid) LEFT JOIN site s ON s.id = p."siteId"
                                         WHERE ${FOR_SITE} IS NOT TRUE)`,
    places: `
      SELECT b.notification_id, s.id AS site_id, 0 AS devices, '{}'::text[] AS names
        FROM raised b JOIN approval a ON a.id = b.subject_id CROSS JOIN LATERAL jsonb_to_recordset(a.plan -> 'bySite') AS p ("siteId" uuid) JOIN site s ON s.id = p."siteId"
       GROUP BY b.notification_id, s.id`,
  },
  'break-glass.used': {
    now: `
      SELECT r.id AS rule_id, 'break-glass:' || extract(epoch FROM o.break_glass_used_at) AS subject, o.id AS subject_id, o.break_glass_used_at AS occurred_at,
             jsonb_build_object('by', o.email) AS facts
        FROM notification_rule r JOIN operator o ON o.break_glass AND o.break_glass_used_at IS NOT NULL
       WHERE r.scope_all`,
    places: null,
  },
  'api-key.expiring': {
    now: `
      SELECT r.id AS rule_id, 'api-key:' || k.id AS subject, k.id AS subject_id, now() AS occurred_at,
             jsonb_build_object('name', k.name, 'reason', format('It belongs to %s and ends on %s UTC.', o.name, to_char(k.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))) AS facts
        FROM notification_rule r JOIN api_key k ON k.revoked_at IS NULL AND k.expires_at > now() AND k.expires_at < now() + interval '7 days' JOIN operator o ON o.id = k.operator_id
       WHERE r.scope_all`,
    places: null,
  },
  'engine.below-floor': {
    now: `
      SELECT r.id AS rule_id, 'engine:' || p.id || ':' || coalesce(p.engine_version, '') AS subject, p.id AS subject_id, coalesce(p.checked_at, now()) AS occurred_at,
             jsonb_build_object('name', p.name, 'version', p.engine_version) AS facts
        FROM notification_rule r JOIN provider_instance p ON p.below_floor
       WHERE r.scope_all`,
    places: null,
  },
};
