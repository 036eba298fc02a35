import type { Tx } from '../../platform/database/unit-of-work.js';
import { changeLimit } from '../change-limit.js';
import { classesOfSites, classParameter, type ExpressibleByKind } from '../classes-of-sites.js';
import type { PolicyClass } from '../policy-class.js';
import { WANTED } from '../wanted-sql.js';
import type { PlannedAction } from './plan.view.js';

/** One device that a change moves. */
export interface Move {
  readonly deviceId: string;
  readonly siteId: string;
  readonly action: PlannedAction;
  /** The hash of the state it gets. */
  readonly target: string;
  readonly blocked: boolean;
  /** Deployments whose remote agent goes at once, with whatever session is open there. */
  readonly ends: readonly string[];
}

/** What the present transaction would do to deployments if it were committed. */
export interface FleetPlan {
  readonly siteIds: readonly string[];
  readonly moves: readonly Move[];
  readonly unchanged: number;
  readonly limit: number;
  readonly isLarge: boolean;
  readonly classes: readonly PolicyClass[];
}

/**
 * Compares what should be after the changes of this transaction with what is, for the sites that it has marked: with the same
 * statement by which core will make it so.
 */
export async function planChange(tx: Tx, siteIds: readonly string[], expressibleBy: ExpressibleByKind): Promise<FleetPlan> {
  const classes = siteIds.length === 0 ? [] : await classesOfSites(tx, siteIds, expressibleBy);
  const rows: (Move & { present: number })[] = classes.length === 0 ? [] : await tx.query(MOVES, [classParameter(classes)]);
  const moves = rows.filter((row) => row.action !== null);
  const { devices: limit, isExceeded: isLarge } = await changeLimit(tx, moves.length);
  const staying = rows.find((row) => row.action === null)?.present ?? 0;
  return { siteIds, moves, unchanged: staying, limit, isLarge, classes };
}

/**
 * One row a device, however many of its deployments change: for people one that moves between provider instances is updated. The last
 * row counts the devices that stay as they are. Exported so that its plan can be asserted.
 */
export const MOVES = `${WANTED}, touched AS (
    SELECT device_id, action, action IS DISTINCT FROM 'install' AND NOT present AS leaves, CASE WHEN action = 'remove' AND desired = 'present' THEN id END AS ends
      FROM change WHERE action IS NOT NULL OR moving_to IS DISTINCT FROM moving_before
    UNION ALL SELECT device_id, 'install', false, NULL FROM fresh
  ), summed AS MATERIALIZED (
    SELECT device_id, min(action) AS action, bool_or(leaves) AS leaves, coalesce(array_agg(ends) FILTER (WHERE ends IS NOT NULL), '{}') AS ends FROM touched GROUP BY device_id
  ), moving AS MATERIALIZED (
    SELECT w.device_id, w.site_id, CASE WHEN NOT w.present THEN 'remove' WHEN s.leaves OR s.action IS NULL THEN 'update' ELSE s.action END AS action,
           CASE WHEN w.present THEN w.settings_hash ELSE 'absent' END AS target, w.present, s.ends, w.provider_instance_id, w.os, w.arch
      FROM summed s JOIN wanted w ON w.device_id = s.device_id
  )
  SELECT m.device_id AS "deviceId", m.site_id AS "siteId", m.action, m.target, coalesce(m.present AND (i.health NOT IN ('reachable', 'unknown') OR a.format = 'none'), false) AS blocked,
         m.ends, 0 AS present
    FROM moving m
    LEFT JOIN provider_instance i ON i.id = m.provider_instance_id
    LEFT JOIN artifact a ON a.provider_instance_id = m.provider_instance_id AND a.platform = m.os || '-' || m.arch
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, false, NULL, (SELECT count(*) FROM wanted WHERE present)::int - (SELECT count(*) FROM moving WHERE present)::int`;
