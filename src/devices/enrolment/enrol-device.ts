import { Inject, Injectable } from '@nestjs/common';
import type { EnrolRequest, EnrolResponse } from '../../../contracts/agent-protocol.js';
import { type Actor, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { holdForApproval, quarantineDevice } from '../identity/quarantine-device.js';
import { readEnrolmentToken } from './enrolment-token.js';
import { claimReImaged } from './re-image-claim.js';
import { serverKeyRing } from './server-keys.js';
import { recogniseToken, tokenRefused, useToken, type ValidToken } from './token-use.js';

interface KnownDevice {
  readonly id: string;
  readonly site_id: string;
  readonly hardware_id: string;
  readonly hostname: string;
  readonly has_key: boolean;
  readonly revoked_at: Date | null;
  readonly retired_at: Date | null;
}

/**
 * Lets a device in by token. The same request again gives the same device; a known device with a new key becomes a re-image
 * claim; a known key from other hardware is a copied disk: refused, and the device it belongs to is flagged. What comes in by a
 * token that says so waits for somebody's approval.
 */
@Injectable()
export class EnrolDevice {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(request: EnrolRequest, gatewayUrl: string): Promise<EnrolResponse> {
    const answer = await this.unit.run(async (tx) => {
      const keys = await serverKeyRing(tx);
      const deviceId = await this.admit(tx, request);
      return { deviceId, ...keys, gatewayUrl };
    });
    const { deviceId } = answer;
    if (deviceId === null) throw copiedIdentity();
    return { ...answer, deviceId };
  }

  /** The id of the admitted device, or null for a copied identity: that flag must outlive the refusal. */
  private async admit(tx: Tx, request: EnrolRequest): Promise<string | null> {
    const token = readEnrolmentToken(request.token);
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 7407))`, [request.hardwareId]);
    const known: KnownDevice[] = await tx.query(KNOWN, [request.publicKey, request.hardwareId]);
    const holder = known.find((device) => device.has_key);
    if (holder) return this.readmit(tx, holder, request);
    const valid = await useToken(tx, token);
    const former = known.find((device) => device.revoked_at === null);
    return former ? this.claim(tx, former.id, valid, request) : this.add(tx, valid, request);
  }

  /** A device that asks again, perhaps because our answer was lost: it costs no use of the token. */
  private async readmit(tx: Tx, holder: KnownDevice, request: EnrolRequest): Promise<string | null> {
    await recogniseToken(tx, readEnrolmentToken(request.token));
    if (holder.hardware_id !== request.hardwareId) {
      await quarantineDevice(tx, holder.id, { hardwareId: [holder.hardware_id, request.hardwareId] }, deviceActor(holder.id, request.hostname));
      return null;
    }
    if (holder.revoked_at !== null) throw tokenRefused();
    if (holder.retired_at !== null) await this.reinstate(tx, holder, request);
    return holder.id;
  }

  /** Somebody deleted this device and somebody enrols it anew: the later wish counts. */
  private async reinstate(tx: Tx, holder: KnownDevice, request: EnrolRequest): Promise<void> {
    const valid = await useToken(tx, readEnrolmentToken(request.token));
    const { place } = valid;
    await tx.query(
      'UPDATE device SET retired_at = NULL, agent_removed_at = NULL, site_id = $2, enrolled_at = now(), version = version + 1, updated_at = now() WHERE id = $1',
      [holder.id, place.siteId],
    );
    await recordAudit(tx, deviceActor(holder.id, request.hostname), {
      action: 'device.enrol',
      subject: { kind: 'device', id: holder.id, name: request.hostname },
      ...place,
      deviceId: holder.id,
      changes: { siteId: [holder.site_id, place.siteId] },
    });
    if (valid.quarantine) await holdForApproval(tx, holder.id, valid.id);
  }

  private async claim(tx: Tx, deviceId: string, valid: ValidToken, request: EnrolRequest): Promise<string> {
    const settled = await claimReImaged(tx, deviceId, valid, request);
    await recordAudit(tx, deviceActor(deviceId, request.hostname), {
      action: settled ? 'device.re-image' : 'device.re-image-claim',
      subject: { kind: 'device', id: deviceId, name: request.hostname },
      ...valid.place,
      deviceId,
    });
    return deviceId;
  }

  private async add(tx: Tx, { id: tokenId, place, quarantine }: ValidToken, request: EnrolRequest): Promise<string> {
    const id = this.ids.uuid();
    const { publicKey, hardwareId, hostname, os, osVersion, arch, packageFormat = null, agentVersion } = request;
    await tx.query(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, os_version, arch, package_format, agent_version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, place.siteId, hardwareId, publicKey, hostname, os, osVersion, arch, packageFormat, agentVersion],
    );
    await recordAudit(tx, deviceActor(id, hostname), {
      action: 'device.enrol',
      subject: { kind: 'device', id, name: hostname },
      ...place,
      deviceId: id,
      changes: { hardwareId: [null, hardwareId], os: [null, os], agentVersion: [null, agentVersion] },
    });
    if (quarantine) await holdForApproval(tx, id, tokenId);
    return id;
  }
}

/** Whoever holds the key first, then whoever has the hardware, the newest first. */
const KNOWN = `
  SELECT id, site_id, hardware_id, hostname, (public_key = $1 OR claim_public_key IS NOT DISTINCT FROM $1) AS has_key, revoked_at, retired_at
    FROM device WHERE public_key = $1 OR claim_public_key = $1 OR hardware_id = $2
   ORDER BY has_key DESC, enrolled_at DESC LIMIT 20 FOR UPDATE`;

function deviceActor(id: string, name: string): Actor {
  return { kind: 'device', id, name };
}

function copiedIdentity(): DomainError {
  return new DomainError(
    'API-CONFLICT-03',
    'This key belongs to another device, so a disk was probably copied: delete the state folder of the endpoint agent and enrol again.',
  );
}
