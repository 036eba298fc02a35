import { EVERYTHING, type Scope, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Occurrence } from './event-facts.js';

/** More places than these are counted, not named. */
const MOST_PLACES = 100;

/** These notifications as they happened, oldest first; of their places those in scope. */
export async function loadOccurrences(tx: Tx, ids: readonly string[], scope: Scope = EVERYTHING, mostPlaces = MOST_PLACES): Promise<Occurrence[]> {
  const where = new Conditions().and('n.id = ANY(?::uuid[])', ids);
  const inScope = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  return tx.query(
    `SELECT n.id, n.event, n.subject_id AS "subjectId", n.facts, n.occurred_at AS "occurredAt", coalesce(at.places, '[]') AS places,
            coalesce(at.devices, 0) AS devices, coalesce(at.count, 0) AS "placeCount"
       FROM notification n LEFT JOIN LATERAL (
              SELECT max(f.count)::int AS count, max(f.total)::int AS devices,
                     jsonb_agg(jsonb_build_object('siteId', f.id, 'siteName', f.name, 'clientName', f.client, 'devices', f.devices, 'names', f.names) ORDER BY f.devices DESC, f.name, f.id) AS places
                FROM (SELECT s.id, s.name, c.name AS client, p.devices, p.names, count(*) OVER () AS count, sum(p.devices) OVER () AS total
                        FROM notification_place p JOIN site s ON s.id = p.site_id JOIN client c ON c.id = s.client_id
                       WHERE p.notification_id = n.id AND ${inScope} ORDER BY p.devices DESC, s.name, s.id LIMIT ${mostPlaces}) f) at ON true
      WHERE ${where.sql} ORDER BY n.occurred_at, n.id`,
    where.values,
  );
}
