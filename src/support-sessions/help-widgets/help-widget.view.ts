import { pageOf } from '../../platform/http/page.view.js';

/** A button for help in somebody's page or application. */
export class HelpWidgetView {
  id!: string;
  name!: string;
  /** `pk_…`: stands in the page for everybody to read; good from the origins alone. */
  key!: string;
  siteId!: string;
  siteName!: string;
  clientId!: string;
  clientName!: string;
  /** Where it may stand. */
  origins!: string[];
  createdByName!: string;
  createdAt!: Date;
}

export class HelpWidgetPage extends pageOf(HelpWidgetView) {}
