import { type Scope, withinScope } from '../../accounts/index.js';
import { whichApply } from '../../deployments/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { ListShape } from '../../platform/http/index.js';
import type { DeviceQuery } from './device.query.js';
import { searchWords } from './search-words.js';

/**
 * The deployment that speaks for a device: the wanted one before retired ones, then the newest. Said without LATERAL, which
 * would visit every device by itself: counting 100,000 devices takes a tenth of the time this way.
 */
export const DEPLOYMENT_OF_DEVICE = `
  LEFT JOIN deployment p ON p.device_id = d.id
    AND NOT EXISTS (SELECT 1 FROM deployment x WHERE x.device_id = p.device_id AND (x.desired, x.created_at, x.id) > (p.desired, p.created_at, p.id))
  LEFT JOIN deployment_status t ON t.deployment_id = p.id`;

/** What leaves a device out or freezes it; {@link PHASE} needs it beside {@link DEPLOYMENT_OF_DEVICE}. */
export const EXCLUSION_OF_DEVICE = `LEFT JOIN ${whichApply('device')} x ON x.device_id = d.id`;

/** A deployment that nobody has judged yet waits for the reconciler; without one an exclusion is the reason, or nothing is wanted. */
export const PHASE = `CASE WHEN p.id IS NOT NULL THEN coalesce(t.phase, 'QUEUED') WHEN x.kind = 'exclude' THEN 'EXCLUDED' ELSE 'NOT_TARGETED' END`;

const PRESENCE = 'LEFT JOIN device_presence r ON r.device_id = d.id';
const ONLINE = 'coalesce(r.online, false)';

const SORTABLE: ListShape['sortable'] = {
  name: [{ sql: 'd.name', type: 'text' }],
  siteName: [{ sql: 's.name', type: 'text' }],
  clientName: [{ sql: 'c.name', type: 'text' }],
  os: [{ sql: 'd.os', type: 'text' }],
  osVersion: [{ sql: 'd.os_version', type: 'text' }],
  agentVersion: [{ sql: 'd.agent_version', type: 'text' }],
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
};

/** Joins deployments and exclusions only where a filter or the sort needs them: a plain list of devices never touches them. */
export function deviceList(query: DeviceQuery, where: Conditions): ListShape {
  const byPhase = /phase/.test(query.sort ?? '');
  const needsDeployment = /\bp\.|\bt\./.test(where.sql) || byPhase;
  const needsExclusion = /\bx\.kind/.test(where.sql) || byPhase;
  return {
    from: `device d JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id ${PRESENCE} ${needsDeployment ? DEPLOYMENT_OF_DEVICE : ''} ${needsExclusion ? EXCLUSION_OF_DEVICE : ''}`,
    id: 'd.id',
    defaultSort: 'name',
    sortable: SORTABLE,
  };
}

const ASSIGNED = 'EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = d.site_id AND a.package_id = ?)';
const REACHED =
  'EXISTS (SELECT 1 FROM assignment a JOIN package_entry e USING (package_id) WHERE a.site_id = d.site_id AND e.policy_id = ?)';

/** Which devices the caller asked for and may see; retired ones are gone. */
export function deviceConditions(scope: Scope, query: DeviceQuery): Conditions {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and('d.retired_at IS NULL')
    .andIf(query.clientId, 's.client_id = ?')
    .andIf(query.siteId, 'd.site_id = ?')
    .andIf(query.errorCode?.split(','), 't.error_code = ANY(?::text[])')
    .andIf(query.os, 'd.os = ?')
    .andIf(query.online, `${ONLINE} = ?`)
    .andIf(query.tag, '? = ANY(d.tags)')
    .andIf(query.packageId, ASSIGNED)
    .andIf(query.policyId, REACHED);
  if (query.phase !== undefined) inPhases(where, query.phase.split(','));
  return query.q === undefined ? where : withSearch(where, query.q);
}

/** Phases that are stored can be found by their index; those that stand for a missing row cannot. */
function inPhases(where: Conditions, phases: readonly string[]): Conditions {
  const implied = ['NOT_TARGETED', 'EXCLUDED', 'QUEUED'].some((phase) => phases.includes(phase));
  return where.and(`${implied ? PHASE : 't.phase'} = ANY(?::text[])`, phases);
}

const STATUS_WORDS: Readonly<Record<string, readonly string[]>> = {
  ready: ['READY', 'READY_OFFLINE'],
  failed: ['FAILED', 'REMOVAL_FAILED'],
  offline: ['READY_OFFLINE', 'WAITING_FOR_DEVICE', 'REMOVAL_WAITING'],
  pending: [
    'SCHEDULED',
    'QUEUED',
    'WAITING_FOR_DEVICE',
    'DISPATCHED',
    'DOWNLOADING',
    'INSTALLING',
    'REGISTERING',
    'CONFIGURING',
    'VERIFYING',
    'RETRY_WAIT',
    'UPDATING',
    'REPAIRING',
    'REBOOT_PENDING',
    'REMOVAL_SCHEDULED',
    'REMOVAL_WAITING',
    'REMOVING',
  ],
};

const FIELDS: Readonly<Record<string, (where: Conditions, value: string) => void>> = {
  status: (where, value) =>
    inPhases(where, STATUS_WORDS[value.toLowerCase()] ?? [value.toUpperCase().replaceAll('-', '_')]),
  code: (where, value) => where.and('t.error_code = ?', value.toUpperCase()),
  site: (where, value) => where.and('s.name ILIKE ?', anywhere(value)),
  client: (where, value) => where.and('c.name ILIKE ?', anywhere(value)),
  os: (where, value) => where.and(`(d.os || ' ' || d.os_version) ILIKE ?`, anywhere(value)),
  tag: (where, value) =>
    where.and('EXISTS (SELECT 1 FROM unnest(d.tags) AS tag WHERE tag ILIKE ?)', value.replace(/[\\%_]/g, '\\$&')),
  user: (where, value) => where.and('d.last_user ILIKE ?', anywhere(value)),
  is: (where, value) => where.and(`${ONLINE} = ?`, value.toLowerCase() === 'online'),
};

function withSearch(where: Conditions, text: string): Conditions {
  const { words, fields } = searchWords(text, new Set(Object.keys(FIELDS)));
  for (const [key, value] of fields) FIELDS[key]?.(where, value);
  for (const word of words) {
    where.and(
      `(d.name || ' ' || d.hostname || ' ' || s.name || ' ' || c.name || ' ' || coalesce(d.last_user, '') || ' ' || array_to_string(d.tags, ' ')) ILIKE ?`,
      anywhere(word),
    );
  }
  return where;
}
