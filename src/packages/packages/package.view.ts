import { pageOf } from '../../platform/http/page.view.js';

/** One policy of a package. */
export class PackageEntryView {
  policyId!: string;
  policyName!: string;
  category!: string;
  type!: string;
  enabled!: boolean;
  /** The group to whose devices it is narrowed; null: it holds for all devices. */
  deviceGroupId!: string | null;
  deviceGroupName!: string | null;
}

export class PackageView {
  id!: string;
  /** Null: shared by all clients. */
  clientId!: string | null;
  clientName!: string | null;
  name!: string;
  description!: string;
  entries!: PackageEntryView[];
  /** Sites in the caller's scope that have it. */
  siteCount!: number;
  /** Devices in the caller's scope that it reaches. */
  deviceCount!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class PackagePage extends pageOf(PackageView) {}
