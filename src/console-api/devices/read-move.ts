import type { Tx } from '../../platform/database/unit-of-work.js';
import { DEPLOYMENT_COLUMNS, DEPLOYMENT_EVIDENCE, type DeploymentRow, deploymentView } from '../deployments/deployment-row.js';
import { timesLeft } from '../deployments/time-left.js';
import type { DeviceMoveView } from './device.view.js';

type MoveRow = Omit<DeviceMoveView, 'deployment'> & { readonly deployment: DeploymentRow; readonly pinned: boolean };

/** Where a device of the caller's scope is on its way to while another instance serves it; null where it stays. */
export async function moveOfDevice(tx: Tx, deviceId: string): Promise<DeviceMoveView | null> {
  const [row]: MoveRow[] = await tx.query(MOVE, [deviceId]);
  if (!row) return null;
  const { deployment, pinned, ...move } = row;
  return { ...move, deployment: deploymentView(deployment, await timesLeft(tx, [deployment]), pinned) };
}

const MOVE = `
  SELECT b.provider_instance_id AS "fromInstanceId", f.name AS "fromInstanceName", p.provider_instance_id AS "toInstanceId", i.name AS "toInstanceName",
         coalesce(p.pending_since, p.released_at) AS since, p.pinned_by IS NOT NULL AS pinned, ${DEPLOYMENT_COLUMNS} AS deployment
    FROM deployment b
    JOIN provider_instance f ON f.id = b.provider_instance_id
    JOIN deployment p ON p.device_id = b.device_id AND p.provider_instance_id = b.moving_to
    JOIN provider_instance i ON i.id = p.provider_instance_id
    LEFT JOIN deployment_status t ON t.deployment_id = p.id
    ${DEPLOYMENT_EVIDENCE}
   WHERE b.device_id = $1 AND b.desired = 'present' ORDER BY b.created_at LIMIT 1`;
