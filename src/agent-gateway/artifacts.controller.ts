import { Controller, Get, Headers, Inject, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ARTIFACT_HEADERS } from '../../contracts/agent-protocol.js';
import { OpenToAnyone } from '../accounts/index.js';
import { AgentBuilds, deviceIdentities } from '../devices/index.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../platform/errors/domain-error.js';
import { isUuid } from '../platform/ids.js';
import { ArtifactShelf } from './artifact-shelf.js';
import { isSigned } from './challenge.js';

const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** Installers for enrolled devices, and for nobody else: every request carries the device's own signature. */
@ApiExcludeController()
@Controller('agent/v1/artifacts')
export class ArtifactsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly shelf: ArtifactShelf,
    private readonly builds: AgentBuilds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':sha256')
  @OpenToAnyone()
  async one(@Param('sha256') sha256: string, @Headers() headers: Record<string, string | undefined>): Promise<StreamableFile> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound('artifact');
    await this.refuseStrangers(sha256, headers);
    const bytes = await this.shelf.get(sha256);
    if (bytes) return new StreamableFile(bytes, { type: 'application/octet-stream', length: bytes.length });
    const build = (await this.builds.all()).find((each) => each.sha256 === sha256);
    if (!build) throw notFound('artifact');
    return new StreamableFile(this.builds.open(build), { type: 'application/octet-stream', length: build.size });
  }

  private async refuseStrangers(sha256: string, headers: Record<string, string | undefined>): Promise<void> {
    const deviceId = headers[ARTIFACT_HEADERS.device] ?? '';
    const time = headers[ARTIFACT_HEADERS.time] ?? '';
    const signature = Buffer.from(headers[ARTIFACT_HEADERS.signature] ?? '', 'base64url');
    const isFresh = Math.abs(this.clock.now().getTime() - Date.parse(time)) <= CLOCK_TOLERANCE_MS;
    const device = isUuid(deviceId) ? (await deviceIdentities(this.unit.reads, [deviceId])).get(deviceId) : undefined;
    const isAllowed = device && isFresh && !device.isRevoked && device.quarantine === null;
    if (!isAllowed || !isSigned(device.publicKey, `latchkey-artifact:${sha256}:${time}`, signature)) {
      throw new DomainError('API-AUTH-01', 'Only an enrolled device can fetch this, with its own signature.');
    }
  }
}
