import { type STATES, STATUS_WORDS } from '../../../contracts/device-filter.js';
import { type Scope, withinScope } from '../../accounts/index.js';
import { DEPLOYMENT_OF_DEVICE, exclusionOfDevice, PHASE } from '../../deployment-status/index.js';
import {
  type Bind, type FactSql, type FilterFacts, filterSql, KEPT_FACTS, PLACE_OF_DEVICE, readFilter, textIn,
} from '../../devices/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { ListShape } from '../../platform/http/index.js';
import type { DeviceFilter, DeviceQuery } from './device.query.js';

const PRESENCE = 'LEFT JOIN device_presence r ON r.device_id = d.id';
const ONLINE = 'coalesce(r.online, false)';
/** Somebody is in: the provider has let him. */
export const IN_SESSION = `EXISTS (SELECT FROM launch l WHERE l.device_id = d.id AND l.state = 'active')`;

const SORTABLE: ListShape['sortable'] = {
  name: [{ sql: 'd.name', type: 'text' }],
  siteName: [{ sql: 's.name', type: 'text' }],
  clientName: [{ sql: 'c.name', type: 'text' }],
  os: [{ sql: 'd.os', type: 'text' }],
  osVersion: [{ sql: `coalesce(version_segments(d.os_version), '{}')`, type: 'numeric[]' }, { sql: 'd.os_version', type: 'text' }],
  agentVersion: [{ sql: `coalesce(version_segments(d.agent_version), '{}')`, type: 'numeric[]' }, { sql: 'd.agent_version', type: 'text' }],
  arch: [{ sql: 'd.arch', type: 'text' }],
  deviceType: [{ sql: 'd.device_type', type: 'text' }],
  lastUser: [{ sql: `coalesce(d.last_user, '')`, type: 'text' }],
  enrolledAt: [{ sql: 'd.enrolled_at', type: 'timestamptz' }],
  // Seen now come last in ascending order; among those online the name decides, else the moment of leaving.
  lastSeenAt: [
    { sql: ONLINE, type: 'boolean' },
    { sql: `CASE WHEN ${ONLINE} THEN d.name ELSE '' END`, type: 'text', steady: true },
    {
      sql: `coalesce(CASE WHEN ${ONLINE} THEN NULL ELSE coalesce(r.offline_since, r.last_seen_at) END, '-infinity'::timestamptz)`,
      type: 'timestamptz',
    },
  ],
  phase: [{ sql: PHASE, type: 'text' }],
  errorCode: [{ sql: `coalesce(t.error_code, '')`, type: 'text' }],
  since: [{ sql: `coalesce(t.since, p.released_at, '-infinity'::timestamptz)`, type: 'timestamptz' }],
};

/** Joins deployments and exclusions only where a filter or the sort needs them: a plain list of devices never touches them. */
export function deviceList(query: Pick<DeviceQuery, 'sort'>, where: Conditions): ListShape {
  const byPhase = /phase/.test(query.sort ?? '');
  const needsDeployment = /\bp\.|\bt\./.test(where.sql) || /phase|errorCode|since/.test(query.sort ?? '');
  const needsExclusion = /\bx\.kind/.test(where.sql) || byPhase;
  return {
    from: `device d ${PLACE_OF_DEVICE} ${PRESENCE} ${needsDeployment ? DEPLOYMENT_OF_DEVICE : ''} ${needsExclusion ? exclusionOfDevice() : ''}`,
    id: 'd.id',
    defaultSort: 'name',
    sortable: SORTABLE,
  };
}

const ASSIGNED = 'EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = d.site_id AND a.package_id = ?)';
const REACHED =
  `EXISTS (SELECT 1 FROM assignment a JOIN package_entry e USING (package_id) WHERE a.site_id = d.site_id AND e.policy_id = ?
             AND (e.device_group_id IS NULL OR EXISTS (SELECT 1 FROM device_group_member m WHERE m.group_id = e.device_group_id AND m.device_id = d.id)))`;

/** Which devices the caller asked for and may see; retired ones are gone. */
export function deviceConditions(scope: Scope, query: DeviceFilter): Conditions {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and('d.retired_at IS NULL')
    .andIf(query.clientId, 's.client_id = ?')
    .andIf(query.siteId, 'd.site_id = ?')
    .andIf(query.errorCode?.split(','), 't.error_code = ANY(?::text[])')
    .andIf(query.os, 'd.os = ?')
    .andIf(query.deviceType, 'd.device_type = ?')
    .andIf(query.online, `${ONLINE} = ?`)
    .andIf(query.tag, '? = ANY(d.tags)')
    .andIf(query.packageId, ASSIGNED)
    .andIf(query.policyId, REACHED);
  const bind: Bind = (value) => where.bind(value);
  if (query.phase !== undefined) where.and(phaseIn(query.phase.split(','), bind));
  return query.q === undefined ? where : where.and(filterSql(readFilter(query.q, 'search', '/q'), SEARCHED, bind));
}

/** Phases that are stored can be found by their index; those that stand for a missing row cannot. */
function phaseIn(phases: readonly string[], bind: Bind): string {
  const implied = ['NOT_TARGETED', 'EXCLUDED', 'QUEUED'].some((phase) => phases.includes(phase));
  return `${implied ? PHASE : 't.phase'} = ANY(${bind(phases)}::text[])`;
}

const statusIs: FactSql = (value, bind) => {
  if (value.is !== 'choice') throw new TypeError(`${value.is} is no status`);
  return phaseIn(STATUS_WORDS[value.choice] ?? [value.choice.toUpperCase().replaceAll('-', '_')], bind);
};

/** An online device is seen now; one that never came was seen infinitely long ago. */
const SEEN = `CASE WHEN ${ONLINE} THEN now() ELSE coalesce(r.last_seen_at, '-infinity') END`;
const UNITS = { m: 'mins', h: 'hours', d: 'days', w: 'weeks' } as const;
/** The longer ago, the smaller the time. */
const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

const seenAgo: FactSql = (value, bind) => {
  if (value.is !== 'age') throw new TypeError(`${value.is} is no age`);
  return `${SEEN} ${MIRRORED[value.comparison]} now() - make_interval(${UNITS[value.unit]} => ${bind(value.count)}::integer)`;
};

/** How a device is at the moment, by the words of `is:`. */
const NOW_IS: Readonly<Record<(typeof STATES)[number]['value'], string>> = {
  online: ONLINE,
  offline: `NOT ${ONLINE}`,
  'in-session': IN_SESSION,
  new: `d.enrolled_at > now() - interval '7 days'`,
  ungrouped: 'NOT EXISTS (SELECT FROM device_group_member m WHERE m.device_id = d.id)',
  flagged: '(d.quarantined OR d.claim_public_key IS NOT NULL)',
  quarantined: 'd.quarantined',
};

const stateIs: FactSql = (value) => {
  if (value.is !== 'choice' || !Object.hasOwn(NOW_IS, value.choice)) throw new TypeError(`${value.is} is no state`);
  return NOW_IS[value.choice as keyof typeof NOW_IS];
};

/** What the search box finds besides the kept facts: how a device is at the moment. */
const SEARCHED: FilterFacts = {
  keys: {
    ...KEPT_FACTS,
    status: statusIs,
    code: textIn('t.error_code'),
    user: textIn('d.last_user'),
    is: stateIs,
    seen: seenAgo,
    in: (value, bind) =>
      `EXISTS (SELECT FROM device_group_member m JOIN device_group g ON g.id = m.group_id WHERE m.device_id = d.id AND ${textIn('g.name')(value, bind)})`,
  },
  words: `(d.name || ' ' || d.hostname || ' ' || s.name || ' ' || c.name || ' ' || coalesce(d.last_user, '') || ' ' || array_to_string(d.tags, ' '))`,
};
