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
 * A device that changes its provider instance is removed there and installed here: for people that is one update. The last row counts
 * the devices that stay as they are. Exported so that its plan can be asserted.
 */
export const MOVES = `${WANTED}, leaving AS MATERIALIZED (
    SELECT c.device_id FROM change c WHERE c.action = 'remove'
  ), moving AS MATERIALIZED (
    SELECT c.device_id, c.site_id, CASE WHEN c.present AND c.device_id IN (SELECT device_id FROM leaving) THEN 'update' ELSE c.action END AS action,
           CASE WHEN c.present THEN c.settings_hash ELSE 'absent' END AS target, c.present, c.wanted_instance, c.os, c.arch
      FROM change c WHERE c.action IS NOT NULL
    UNION ALL
    SELECT f.device_id, f.site_id, CASE WHEN f.device_id IN (SELECT device_id FROM leaving) THEN 'update' ELSE 'install' END, f.settings_hash, true, f.provider_instance_id, f.os, f.arch
      FROM fresh f
  ), coming AS MATERIALIZED (SELECT device_id FROM moving WHERE present AND action = 'update')
  SELECT m.device_id AS "deviceId", m.site_id AS "siteId", m.action, m.target, coalesce(m.present AND (i.health NOT IN ('reachable', 'unknown') OR a.format = 'none'), false) AS blocked, 0 AS present
    FROM moving m
    LEFT JOIN provider_instance i ON i.id = m.wanted_instance
    LEFT JOIN artifact a ON a.provider_instance_id = m.wanted_instance AND a.platform = m.os || '-' || m.arch
   WHERE m.present OR m.device_id NOT IN (SELECT device_id FROM coming)
  UNION ALL
  SELECT NULL, NULL, NULL, NULL, false, (SELECT count(*) FROM wanted WHERE present)::int - (SELECT count(*) FROM moving WHERE present)::int`;
