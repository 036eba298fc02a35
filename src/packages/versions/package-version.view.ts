import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

const FIELDS = ['name', 'description', 'entry', 'order'] as const;

/** One policy of a package as a version of it had it; the names are those of then. */
export class PackageVersionEntryView {
  policyId!: string;
  policyName!: string;
  deviceGroupId!: string | null;
  deviceGroupName!: string | null;
}

/** One difference between two versions, in words. */
export class PackageDifferenceView {
  @ApiProperty({ enum: FIELDS, description: 'An `entry` came (nothing before) or went (nothing after); `order` is the same entries in another order.' })
  field!: (typeof FIELDS)[number];
  before!: string | null;
  after!: string | null;
}

export class PackageVersionView {
  version!: number;
  name!: string;
  description!: string;
  entries!: PackageVersionEntryView[];
  authorName!: string;
  at!: Date;
  /** What it changed in the version before it; for the first that is known, what it contained. */
  changes!: PackageDifferenceView[];
}

export class PackageVersionPage extends pageOf(PackageVersionView) {}

/** What separates two versions of one package. */
export class PackageVersionDiffView {
  from!: number;
  to!: number;
  changes!: PackageDifferenceView[];
}
