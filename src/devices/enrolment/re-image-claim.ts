import type { EnrolRequest } from '../../../contracts/agent-protocol.js';
import { recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { announceDevices } from '../announce-devices.js';
import type { ValidToken } from './token-use.js';

/** How long the old connection of a device must have been silent before new hands may take it over unasked. */
export const RE_IMAGE_SILENCE_MINUTES = 10;

/**
 * Puts a claim on a known device that was set up anew, under its new key. The claim takes effect at once where nobody has
 * been heard under the old key for ten minutes and the token is of the device's own site and lets devices in unasked; else it waits.
 * Whether it took effect.
 */
export async function claimReImaged(tx: Tx, deviceId: string, { place, quarantine }: ValidToken, request: EnrolRequest): Promise<boolean> {
  await tx.query(
    `UPDATE device SET claim_public_key = $2, claim_site_id = $3, claim_awaits_approval = $4, claimed_at = now(), version = version + 1, updated_at = now() WHERE id = $1`,
    [deviceId, request.publicKey, place.siteId, quarantine],
  );
  const settled = await settleClaim(tx, deviceId, request.publicKey);
  if (settled) {
    await tx.query('UPDATE device SET hostname = $2, os = $3, os_version = $4, arch = $5, package_format = $6, agent_version = $7 WHERE id = $1', [
      deviceId, request.hostname, request.os, request.osVersion, request.arch, request.packageFormat ?? null, request.agentVersion,
    ]);
  }
  return settled;
}

/** Lets a waiting claim take effect if its time has come: the same device, its next incarnation. Whether it did. */
export async function settleClaim(tx: Tx, deviceId: string, publicKey: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE device d SET ${INHERIT}
      WHERE d.id = $1 AND d.claim_public_key = $2 AND d.revoked_at IS NULL AND d.claim_site_id = d.site_id AND NOT d.claim_awaits_approval
        AND NOT EXISTS (
          SELECT FROM device_presence p
           WHERE p.device_id = d.id AND (p.online OR p.offline_since > now() - make_interval(mins => $3)))`,
    [deviceId, publicKey, RE_IMAGE_SILENCE_MINUTES],
  );
  return count > 0;
}

/** As `settleClaim`, for a claim that waited: recorded and announced. */
export async function settleWaitingClaim(tx: Tx, deviceId: string, publicKey: string): Promise<boolean> {
  if (!(await settleClaim(tx, deviceId, publicKey))) return false;
  const [device]: { hostname: string; site_id: string; client_id: string }[] = await tx.query(
    'SELECT d.hostname, d.site_id, s.client_id FROM device d JOIN site s ON s.id = d.site_id WHERE d.id = $1',
    [deviceId],
  );
  await recordAudit(tx, { kind: 'device', id: deviceId, name: device?.hostname ?? '' }, {
    action: 'device.re-image',
    subject: { kind: 'device', id: deviceId, name: device?.hostname ?? '' },
    siteId: device?.site_id ?? null,
    clientId: device?.client_id ?? null,
    deviceId,
  });
  await announceDevices(tx, [deviceId]);
  return true;
}

/** Lets a waiting claim take effect because an operator says so. Whether there was one. */
export async function grantClaim(tx: Tx, deviceId: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE device SET ${INHERIT} WHERE id = $1 AND claim_public_key IS NOT NULL AND revoked_at IS NULL`,
    [deviceId],
  );
  return count > 0;
}

/** Drops a waiting claim because an operator says so. Whether there was one. */
export async function dropClaim(tx: Tx, deviceId: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE device SET claim_public_key = NULL, claim_site_id = NULL, claim_awaits_approval = false, claimed_at = NULL, version = version + 1, updated_at = now()
      WHERE id = $1 AND claim_public_key IS NOT NULL`,
    [deviceId],
  );
  return count > 0;
}

const INHERIT = `
  public_key = claim_public_key, claim_public_key = NULL, claim_site_id = NULL, claim_awaits_approval = false, claimed_at = NULL,
  incarnation = incarnation + 1, quarantined = false, awaits_approval = false, retired_at = NULL, agent_removed_at = NULL, inventory_hash = NULL,
  enrolled_at = now(), version = version + 1, updated_at = now()`;
