export class MappedPolicyView {
  id!: string;
  name!: string;
  /** Null: shared by all clients. */
  clientName!: string | null;
  /** A disabled policy contributes nothing. */
  enabled!: boolean;
}

export class MappedEntryView {
  policyId!: string;
  /** The group to whose devices the policy is narrowed; null: it holds for all devices. */
  deviceGroupName!: string | null;
}

export class MappedPackageView {
  id!: string;
  name!: string;
  clientName!: string | null;
  entries!: MappedEntryView[];
  /** On how many of the sites that are asked for, also of those that are left out here. */
  siteCount!: number;
}

export class MappedAssignmentView {
  packageId!: string;
  priority!: number;
}

export class MappedSiteView {
  id!: string;
  name!: string;
  clientId!: string;
  clientName!: string;
  assignments!: MappedAssignmentView[];
  deviceCount!: number;
  readyCount!: number;
  failedCount!: number;
}

/** How policies reach devices: policy, package, site, and how the devices there stand. */
export class PolicyMapView {
  policies!: MappedPolicyView[];
  packages!: MappedPackageView[];
  /** By client and name, at most 200. */
  sites!: MappedSiteView[];
  /** How many there are, with those that are left out. */
  siteCount!: number;
}
