import { pageOf } from '../../platform/http/page.view.js';

/** A package that a site has. */
export class SitePackageView {
  assignmentId!: string;
  packageId!: string;
  packageName!: string;
  priority!: number;
  policyNames!: string[];
  assignedAt!: Date;
  version!: number;
}

export class SitePackagePage extends pageOf(SitePackageView) {}

/** What a site has now, as the Sites tab of one package shows it. */
export class PackageSiteView {
  id!: string;
  name!: string;
  clientId!: string;
  clientName!: string;
  deviceCount!: number;
  /** Whether the site has this package. */
  assigned!: boolean;
  /** Of this package on this site; null where it is not assigned. */
  assignmentId!: string | null;
  priority!: number | null;
  assignmentVersion!: number | null;
  /** Every package the site has, this one included. */
  packages!: PackageOnSiteView[];
}

export class PackageOnSiteView {
  packageId!: string;
  packageName!: string;
  priority!: number;
}

export class PackageSitePage extends pageOf(PackageSiteView) {}
