import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

/** How a provider instance is doing, as core last saw it. */
export class ProviderHealthView {
  @ApiProperty({ enum: ['unknown', 'reachable', 'unreachable', 'refused'], enumName: 'ProviderHealth' })
  health!: string;
  /** Why, as a code of the status catalogue. */
  healthCode!: string | null;
  healthDetail!: string | null;
  healthSince!: Date;
  checkedAt!: Date | null;
  engineVersion!: string | null;
  /** True for a version with known holes. */
  belowFloor!: boolean;
  floorVersion!: string | null;
}

/** One configured server of a remote-access product; its credentials are never shown. */
export class ProviderInstanceView extends ProviderHealthView {
  id!: string;
  kind!: string;
  /** The product's name. */
  kindTitle!: string;
  name!: string;
  region!: string | null;
  /** Started by this installation itself. */
  embedded!: boolean;
  /** Sites in the caller's scope that it serves. */
  siteCount!: number;
  /** Devices in the caller's scope with a deployment on it. */
  deviceCount!: number;
  createdAt!: Date;
  version!: number;
}

export class ProviderInstancePage extends pageOf(ProviderInstanceView) {}
