import { pageOf } from '../../platform/http/page.view.js';

/** Which provider instance serves a site, and why. */
export class PlacementView {
  providerInstanceId!: string;
  providerInstanceName!: string;
  /** In words, e.g. who chose it. */
  reason!: string;
  /** False where nobody chose and the installation's first instance serves the site. */
  chosen!: boolean;
}

export class SiteView {
  id!: string;
  clientId!: string;
  clientName!: string;
  name!: string;
  /** IANA time zone. */
  timeZone!: string;
  region!: string | null;
  /** Whether whoever enters a device here proves anew who he is. */
  sensitive!: boolean;
  /** Null while there is no provider instance at all. */
  placement!: PlacementView | null;
  /** Whether remote access is enabled here: a package with an enabled remote access policy is assigned. */
  enabled!: boolean;
  packageCount!: number;
  deviceCount!: number;
  readyCount!: number;
  failedCount!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class SitePage extends pageOf(SiteView) {}
