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

/** A door in front of the embedded engine, or the engine behind them. */
export class ProviderListenerView {
  @ApiProperty({ enum: ['pages', 'remote-agents', 'engine'], enumName: 'ProviderListenerPurpose' })
  purpose!: 'pages' | 'remote-agents' | 'engine';
  address!: string;
}

/** How a provider instance is doing, in full. */
export class ProviderVitalsView extends ProviderHealthView {
  /** Since when the embedded engine runs; null for a server that somebody else runs. */
  startedAt!: Date | null;
  /** When it was asked how it is. */
  probedAt!: Date | null;
  /** How long its answer took then. */
  roundTripMs!: number | null;
  /** Empty for a server that somebody else runs. */
  listeners!: ProviderListenerView[];
}

/** One configured server of a remote-access product; its credentials are never shown. */
export class ProviderInstanceView extends ProviderHealthView {
  id!: string;
  kind!: string;
  /** The product's name. */
  kindTitle!: string;
  name!: string;
  region!: string | null;
  /** Devices that it is meant for; null where nothing limits it. */
  capacity!: number | null;
  /** Whether new sites are placed here. */
  takesSites!: boolean;
  /** Policy settings that this product cannot enforce on a device: a policy that configures them comes to nothing here. */
  notExpressible!: string[];
  /** Started by this installation itself. */
  embedded!: boolean;
  /** False: Latchkey does not speak to it. */
  enabled!: boolean;
  /** Sites in the caller's scope that it serves. */
  siteCount!: number;
  /** Devices in the caller's scope with a deployment on it. */
  deviceCount!: number;
  createdAt!: Date;
  version!: number;
}

export class ProviderInstancePage extends pageOf(ProviderInstanceView) {}
