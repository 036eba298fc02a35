import { pageOf } from '../../platform/http/page.view.js';

export class ClientView {
  id!: string;
  name!: string;
  /** Sites in the caller's scope. */
  siteCount!: number;
  /** Devices in the caller's scope. */
  deviceCount!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class ClientPage extends pageOf(ClientView) {}
