import { ApiProperty } from '@nestjs/swagger';

/** What operators themselves say about a device. */
export class ChangedDeviceView {
  id!: string;
  siteId!: string;
  clientId!: string;
  /** The display name if there is one, else the host name. */
  name!: string;
  @ApiProperty({ type: String, nullable: true })
  displayName!: string | null;
  tags!: string[];
  version!: number;
}
