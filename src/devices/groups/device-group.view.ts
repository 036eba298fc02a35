import { ApiProperty } from '@nestjs/swagger';
import {
  ARCHITECTURES,
  type Architecture,
  DEVICE_TYPES,
  type DeviceType,
  OPERATING_SYSTEMS,
  type OperatingSystem,
} from '../../../contracts/agent-protocol.js';
import { pageOf } from '../../platform/http/page.view.js';

export class DeviceGroupView {
  id!: string;
  /** Null: shared by all clients. */
  clientId!: string | null;
  clientName!: string | null;
  name!: string;
  description!: string;
  filter!: string;
  /** Devices in the caller's scope that belong to it. */
  deviceCount!: number;
  /** Packages in the caller's scope with a policy for this group only. */
  packageCount!: number;
  createdAt!: Date;
  updatedAt!: Date;
  version!: number;
}

export class DeviceGroupPage extends pageOf(DeviceGroupView) {}

/** A device as far as filters know it. */
export class GroupDeviceView {
  id!: string;
  name!: string;
  clientId!: string;
  clientName!: string;
  siteId!: string;
  siteName!: string;
  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem' })
  os!: OperatingSystem;
  osVersion!: string;
  @ApiProperty({ enum: ARCHITECTURES, enumName: 'Architecture' })
  arch!: Architecture;
  @ApiProperty({ enum: DEVICE_TYPES, enumName: 'DeviceType' })
  deviceType!: DeviceType;
  tags!: string[];
}

export class GroupDevicePage extends pageOf(GroupDeviceView) {}

/** What a filter would find now, in the caller's scope. */
export class GroupPreviewView {
  /** The filter in its plainest words. */
  filter!: string;
  /** Counted to at most 10,000. */
  count!: number;
  countIsCapped!: boolean;
  /** The first of them by name. */
  devices!: GroupDeviceView[];
}
