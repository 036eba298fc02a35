import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { pageOf } from '../../platform/http/page.view.js';

export const NODE_MATCHES = ['proven', 'claimed', 'stranger'] as const;
export type NodeMatch = (typeof NODE_MATCHES)[number];

/** A provider's own record of a device, and whose it is. */
export class ProviderNodeView {
  remoteId!: string;
  /** As the provider calls it. */
  name!: string;
  connected!: boolean;
  connectedAt!: Date | null;
  /** Of the remote agent, where the provider tells it. */
  agentVersion!: string | null;
  firstSeenAt!: Date;
  lastSeenAt!: Date;
  /** `proven`: a device of ours has shown that it is its own; `claimed`: it says so, and is not opened; `stranger`: nobody's. */
  @ApiProperty({ enum: NODE_MATCHES, enumName: 'NodeMatch' })
  match!: NodeMatch;
  deviceId!: string | null;
  deviceName!: string | null;
  /** Of the device, else of the group that the record is in. */
  siteName!: string | null;
  clientName!: string | null;
}

export class ProviderNodePage extends pageOf(ProviderNodeView) {}

export class ProviderNodeQuery extends ListQuery {
  @ApiProperty({ enum: NODE_MATCHES, enumName: 'NodeMatch', required: false })
  @IsOptional()
  @IsIn(NODE_MATCHES)
  match?: NodeMatch;
}
