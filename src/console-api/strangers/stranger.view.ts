import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { pageOf } from '../../platform/http/page.view.js';

/** How far the removal of an unknown remote agent is. */
export class StrangerRemovalView {
  askedBy!: string;
  askedAt!: Date;
  /** What the device answered where it could not; null while it has not answered. */
  failure!: string | null;
}

/** A remote agent on a device that nobody deployed. */
export class UnknownRemoteAgentView {
  id!: string;
  deviceId!: string;
  deviceName!: string;
  clientName!: string;
  siteName!: string;
  /** The product that it belongs to. */
  provider!: string;
  /** Where it lies on the device. */
  place!: string;
  running!: boolean;
  /** `RA-SEC-05` for a stranger, `RA-AGT-12` for one that somebody installed by hand for our own engine: the next installation adopts it. */
  code!: string;
  @ApiProperty({ type: StrangerRemovalView, nullable: true })
  removal!: StrangerRemovalView | null;
  firstSeenAt!: Date;
  approvedBy!: string | null;
  approvedAt!: Date | null;
  approvedReason!: string | null;
}

export class UnknownRemoteAgentPage extends pageOf(UnknownRemoteAgentView) {}

export class UnknownRemoteAgentQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  deviceId?: string;
}

/** Why an unknown remote agent may stay, or has to go. */
export class SettleUnknownRemoteAgentBody {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

/** A provider's record of a device that Latchkey does not know. */
export class OrphanView {
  /** Instance and record together. */
  id!: string;
  providerInstanceId!: string;
  providerInstanceName!: string;
  remoteId!: string;
  /** As the provider calls it. */
  name!: string;
  /** The site whose group it is in; null for one in no group of ours. */
  siteId!: string | null;
  siteName!: string | null;
  clientName!: string | null;
  connected!: boolean;
  firstSeenAt!: Date;
  lastSeenAt!: Date;
  /** A device that this may be: of the same name, in the same site. */
  @ApiProperty({ type: String, nullable: true })
  likelyDeviceId!: string | null;
}

export class OrphanPage extends pageOf(OrphanView) {}

/** Which record is meant. */
export class OrphanBody {
  @IsUUID()
  providerInstanceId!: string;

  @IsString()
  @Length(1, 200)
  remoteId!: string;
}

export class AdoptOrphanBody extends OrphanBody {
  /** The device whose record it is; the proof of its identity still decides. */
  @IsUUID()
  deviceId!: string;
}
