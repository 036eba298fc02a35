import type { Tx } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { type Actor, recordAudit, SYSTEM } from '../../audit/index.js';
import type { MaintenanceWindow } from './maintenance-window.js';

/** How a change goes through the fleet; what is left out is as the installation has it. */
export interface RolloutChoices {
  /** Cumulative sizes: a number of devices, or a share such as `25%`; the last one is `100%`. */
  readonly waves?: readonly string[];
  readonly soakSeconds?: number;
  readonly ratePerMinute?: number | null;
  readonly window?: MaintenanceWindow | null;
}

export interface NewRollout {
  readonly title: string;
  /** The body of the request that it carries; null where there was none. */
  readonly request: unknown;
  readonly planHash: string;
  readonly deviceCount: number;
  readonly by: Actor;
  readonly choices: RolloutChoices;
}

/** Begins a rollout in the transaction of the change that it carries; its devices join when core retargets their sites. */
export async function beginRollout(tx: Tx, { title, request, planHash, deviceCount, by, choices }: NewRollout): Promise<string> {
  const id = randomIds.uuid();
  await tx.query(
    `INSERT INTO rollout (id, title, plan_hash, requested_by, requested_by_name, waves, soak_seconds, rate_per_minute, maintenance_window, device_count, request)
     SELECT $1, $2, $3, $4, $5, coalesce($6::jsonb, i.rollout_defaults -> 'waves'), coalesce($7, (i.rollout_defaults ->> 'soakSeconds')::int),
            CASE WHEN $8 THEN $9::int ELSE (i.rollout_defaults ->> 'ratePerMinute')::int END,
            CASE WHEN $10 THEN $11::jsonb ELSE nullif(i.rollout_defaults -> 'window', 'null'::jsonb) END, $12, $13
       FROM installation i`,
    [
      id, title, planHash, by.id, by.name, choices.waves ? JSON.stringify(choices.waves) : null, choices.soakSeconds ?? null,
      choices.ratePerMinute !== undefined, choices.ratePerMinute ?? null, choices.window !== undefined, choices.window ? JSON.stringify(choices.window) : null, deviceCount,
      request === null ? null : JSON.stringify(request),
    ],
  );
  await recordAudit(tx, by, { action: 'rollout.begin', subject: { kind: 'rollout', id, name: title }, changes: { devices: [null, deviceCount] } });
  return id;
}

/** For many devices that change without anybody having asked for it: the same brakes as for a change by hand. */
export async function beginUnaskedRollout(tx: Tx): Promise<string> {
  return beginRollout(tx, { title: 'Changes that nobody made by hand', request: null, planHash: '', deviceCount: 0, by: SYSTEM, choices: {} });
}
