import { CLOSE_CODES } from '../../contracts/agent-protocol.js';
import { deviceIdentities } from '../devices/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { QUARANTINE_RETRY_SECONDS } from './admission.js';
import type { LiveAgents } from './live-agents.js';

/** Ends the connections of these devices: for good where the device is revoked, until the doubt is over where it is flagged, else only to prove itself anew. */
export async function cutOff(unit: UnitOfWork, agents: LiveAgents, deviceIds: readonly string[]): Promise<void> {
  const connected = deviceIds.filter((deviceId) => !agents.speakingFor(deviceId).next().done);
  if (connected.length === 0) return;
  const identities = await deviceIdentities(unit.reads, connected);
  for (const deviceId of connected) {
    const identity = identities.get(deviceId);
    for (const socket of agents.speakingFor(deviceId)) {
      if (!identity || identity.isRevoked) socket.dismiss(CLOSE_CODES.revoked, { code: 'RA-AGT-11' });
      else if (identity.quarantine) socket.dismiss(CLOSE_CODES.superseded, { code: identity.quarantine, retryIn: QUARANTINE_RETRY_SECONDS[identity.quarantine] });
      else socket.dismiss(CLOSE_CODES.superseded, { code: 'superseded', retryIn: 1 });
    }
  }
}

/** Finds connected devices that may not be, should the word of it have been lost. */
export async function cutOffUnwanted(unit: UnitOfWork, agents: LiveAgents): Promise<void> {
  const connected = agents.deviceIds();
  if (connected.length === 0) return;
  const unwanted: { id: string }[] = await unit.reads.query(
    'SELECT id FROM device WHERE id = ANY($1::uuid[]) AND (revoked_at IS NOT NULL OR quarantined)',
    [connected],
  );
  await cutOff(unit, agents, unwanted.map(({ id }) => id));
}
