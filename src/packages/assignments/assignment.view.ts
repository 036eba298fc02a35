import { pageOf } from '../../platform/http/page.view.js';

export class AssignmentView {
  id!: string;
  packageId!: string;
  packageName!: string;
  siteId!: string;
  siteName!: string;
  clientId!: string;
  clientName!: string;
  /** The higher one wins where packages disagree. */
  priority!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class AssignmentPage extends pageOf(AssignmentView) {}

/** What a bulk assignment did. */
export class AssignedView {
  /** Every site that was named has the package now. */
  items!: AssignmentView[];
  /** How many sites have got it by this request. */
  created!: number;
  /** How many had it already; their priority stays as it was. */
  existing!: number;
}
