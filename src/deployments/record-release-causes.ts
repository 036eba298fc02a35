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
  'policy.change': 'Policy changed',
  'site.change': 'Site changed',
  'device.enrol': 'Device enrolled',
  'device.change': 'Device changed',
  'device.delete': 'Device taken out of the installation',
  'device.quarantine': 'Device put into quarantine',
  'device.release': 'Device released from quarantine',
  'device.re-image': 'Device set up anew',
  'device.revoke': 'Device revoked',
};

/**
 * Keeps with every deployment that this transaction has released which changes had marked its site, and whose they were. A
 * change of one device is a cause for that device alone; a release without a recorded change keeps none.
 */
export async function recordReleaseCauses(tx: Tx, marks: readonly SiteMark[]): Promise<void> {
  const changes: Change[] = await tx.query(CHANGES, [JSON.stringify(marks.map(({ siteId, tx: id }) => ({ site_id: siteId, tx: id })))]);
  const causes = changes.map(({ site_id, device_id, actor_name, action, subject_name }) => ({
    site_id, device_id, by: actor_name, cause: `${WORDS[action] ?? action}${subject_name && `: ${subject_name}`}.`,
  }));
  await tx.query(KEEP, [[...new Set(marks.map(({ siteId }) => siteId))], JSON.stringify(causes)]);
}

const CHANGES = `
  SELECT m.site_id, a.device_id, a.actor_name, a.action, a.subject_name
    FROM jsonb_to_recordset($1::jsonb) AS m (site_id uuid, tx xid8)
    JOIN audit_entry a ON a.tx = m.tx
   WHERE a.site_id IS NULL OR a.site_id = m.site_id OR a.device_id IS NOT NULL`;

const KEEP = `
  UPDATE deployment p SET released_by = w.by, release_cause = w.cause
    FROM (
      SELECT r.id, string_agg(DISTINCT c.by, ', ') AS by, string_agg(DISTINCT c.cause, ' ') AS cause
        FROM deployment r JOIN device d ON d.id = r.device_id
        LEFT JOIN jsonb_to_recordset($2::jsonb) AS c (site_id uuid, device_id uuid, by text, cause text)
               ON c.site_id = d.site_id AND (c.device_id IS NULL OR c.device_id = d.id)
       WHERE d.site_id = ANY($1::uuid[]) AND r.released_at = now()
       GROUP BY r.id) w
   WHERE p.id = w.id`;
