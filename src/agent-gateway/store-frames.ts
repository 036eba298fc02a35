import type { AckFrame, AgentFrame, ProgressFrame } from '../../contracts/agent-protocol.js';
import { recordCauseCleared, recordRemoteAgents, recordReport } from '../deployment-status/index.js';
import { announceDevices, recordInventories } from '../devices/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { markDeploymentsDue } from './mark-deployments-due.js';

/** A frame that leaves a trace in the database. */
export type StoredFrame = Exclude<AgentFrame, { type: 'auth' | 'pong' }>;

export interface FrameOfDevice<F extends StoredFrame = StoredFrame> {
  readonly deviceId: string;
  readonly frame: F;
}

/**
 * Stores frames of many devices in one transaction: acknowledgements, progress and inventories in one statement each, the rest
 * one by one. Frames of one device keep their order; of several progress frames about one instruction the last counts.
 */
export async function storeFrames(tx: Tx, frames: readonly FrameOfDevice[]): Promise<void> {
  // Everybody locks devices in this order; sorting is stable.
  const sorted = [...frames].sort((a, b) => (a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : 0));
  await storeAcknowledgements(tx, ofType(sorted, 'ack'));
  await storeProgress(tx, ofType(sorted, 'progress'));
  const inventories = [...new Map(ofType(sorted, 'inventory').map((each) => [each.deviceId, each])).values()];
  if (inventories.length > 0) {
    await recordInventories(tx, inventories.map(({ deviceId, frame }) => ({ deviceId, inventory: frame })));
  }
  for (const { deviceId, frame } of sorted) {
    if (frame.type === 'report') await recordReport(tx, deviceId, frame);
    else if (frame.type === 'remote-agents') await recordRemoteAgents(tx, deviceId, frame);
    else if (frame.type === 'cause-cleared') await recordCauseCleared(tx, deviceId, frame.code);
  }
  const concerned = [...new Set(sorted.map((each) => each.deviceId))];
  await markDeploymentsDue(tx, concerned);
  await announceDevices(tx, concerned);
}

async function storeAcknowledgements(tx: Tx, acks: readonly FrameOfDevice<AckFrame>[]): Promise<void> {
  if (acks.length === 0) return;
  await tx.query(
    `UPDATE instruction i SET acknowledged_at = clock_timestamp()
       FROM unnest($1::uuid[], $2::uuid[]) AS a (device_id, id)
      WHERE i.id = a.id AND i.device_id = a.device_id AND i.acknowledged_at IS NULL`,
    [acks.map((each) => each.deviceId), acks.map((each) => each.frame.instructionId)],
  );
}

/** Progress proves that the instruction arrived, even where its acknowledgement got lost. */
async function storeProgress(tx: Tx, progress: readonly FrameOfDevice<ProgressFrame>[]): Promise<void> {
  const last = [...new Map(progress.map((each) => [each.frame.instructionId, each])).values()];
  if (last.length === 0) return;
  await tx.query(
    `UPDATE instruction i SET step = p.step, percent = p.percent, progress_at = clock_timestamp(),
            acknowledged_at = coalesce(i.acknowledged_at, clock_timestamp())
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[]) AS p (device_id, id, step, percent)
      WHERE i.id = p.id AND i.device_id = p.device_id AND i.reported_at IS NULL`,
    [
      last.map((each) => each.deviceId), last.map((each) => each.frame.instructionId),
      last.map((each) => each.frame.step), last.map((each) => each.frame.percent ?? null),
    ],
  );
}

function ofType<T extends StoredFrame['type']>(frames: readonly FrameOfDevice[], type: T): FrameOfDevice<Extract<StoredFrame, { type: T }>>[] {
  return frames.filter((each): each is FrameOfDevice<Extract<StoredFrame, { type: T }>> => each.frame.type === type);
}
