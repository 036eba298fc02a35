import type { Tx } from '../platform/database/unit-of-work.js';

/** A site that somebody's change has marked, and the transaction of that change. */
export interface SiteMark {
  readonly siteId: string;
  readonly tx: string;
}

interface Change {
  readonly site_id: string;
  readonly device_id: string | null;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_name: string;
}

/** What a change was, in the words of the timeline; an action that is not here speaks for itself. */
const WORDS: Readonly<Record<string, string>> = {
  'assignment.create': 'Package assigned',
  'assignment.change': 'Priority of an assignment changed',
  'assignment.delete': 'Package unassigned',
  'package.change': 'Package changed',
  'package.restore': 'Package restored',
  'policy.change': 'Policy changed',
  'policy.restore': 'Policy restored',
  'site.change': 'Site changed',
  'device.enrol': 'Device enrolled',
  'device.change': 'Device changed',
  'device.delete': 'Device taken out of the installation',
  'device.quarantine': 'Device put into quarantine',
  'device.release': 'Device released from quarantine',
  'device.re-image': 'Device set up anew',
  'device.revoke': 'Device revoked',
};

/** Who changed something that released a deployment, and what it was. */
export interface ReleaseCause {
  readonly by: string;
  readonly cause: string;
}

/** What had marked some sites: changes of each as a whole, and changes that concern one device alone. */
export interface ReleaseCauses {
  readonly ofSites: ReadonlyMap<string, ReleaseCause>;
  readonly ofDevices: ReadonlyMap<string, ReleaseCause>;
}

/** Which recorded changes these marks stand for; a mark without one has none. */
export async function causesOfMarks(tx: Tx, marks: readonly SiteMark[]): Promise<ReleaseCauses> {
  const changes: Change[] = await tx.query(CHANGES, [JSON.stringify(marks.map(({ siteId, tx: id }) => ({ site_id: siteId, tx: id })))]);
  return {
    ofSites: summed(changes.filter(({ device_id }) => device_id === null), ({ site_id }) => site_id),
    ofDevices: summed(changes.filter(({ device_id }) => device_id !== null), ({ device_id }) => device_id!),
  };
}

/** Keeps with the deployments that this transaction has released for one device alone what that was. */
export async function keepCausesOfDevices(tx: Tx, causes: ReleaseCauses['ofDevices']): Promise<void> {
  if (causes.size === 0) return;
  await tx.query(
    `UPDATE deployment p SET released_by = c.by, release_cause = c.cause
       FROM jsonb_to_recordset($1::jsonb) AS c (device_id uuid, by text, cause text) WHERE p.device_id = c.device_id AND p.released_at = now()`,
    [JSON.stringify([...causes].map(([deviceId, cause]) => ({ device_id: deviceId, ...cause })))],
  );
}

function summed(changes: readonly Change[], keyOf: (change: Change) => string): Map<string, ReleaseCause> {
  const found = new Map<string, { by: Set<string>; causes: Set<string> }>();
  for (const change of changes) {
    const sum = found.get(keyOf(change)) ?? { by: new Set(), causes: new Set() };
    sum.by.add(change.actor_name);
    sum.causes.add(`${WORDS[change.action] ?? change.action}${change.subject_name && `: ${change.subject_name}`}.`);
    found.set(keyOf(change), sum);
  }
  return new Map([...found].map(([key, { by, causes }]) => [key, { by: [...by].sort().join(', '), cause: [...causes].sort().join(' ') }]));
}

const CHANGES = `
  SELECT DISTINCT m.site_id, a.device_id, a.actor_name, a.action, a.subject_name
    FROM jsonb_to_recordset($1::jsonb) AS m (site_id uuid, tx xid8)
    JOIN audit_entry a ON a.tx = m.tx
   WHERE a.site_id IS NULL OR a.site_id = m.site_id OR a.device_id IS NOT NULL`;
