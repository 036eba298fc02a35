import { pageOf } from '../../platform/http/page.view.js';

export class ClientView {
  id!: string;
  name!: string;
  /** Sites in the caller's scope. */
  siteCount!: number;
  /** Devices in the caller's scope. */
  deviceCount!: number;
  /** Since when it is being offboarded: nothing new can be added to it. */
  leavingSince!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class ClientPage extends pageOf(ClientView) {}
