import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

/** A page that an instance keeps open for one operator and one device, without anything that could open it. */
export class ProviderShareView {
  /** Of the launch; revoke it there. */
  id!: string;
  operatorId!: string;
  operatorName!: string;
  deviceId!: string;
  deviceName!: string;
  siteName!: string;
  clientName!: string;
  @ApiProperty({ enum: ['desktop', 'terminal', 'files'], enumName: 'LaunchMode' })
  mode!: 'desktop' | 'terminal' | 'files';
  openedAt!: Date | null;
  /** When the instance ends it by itself. */
  expiresAt!: Date | null;
  /** It has ended here, and the instance has still to be told. */
  isEnding!: boolean;
}

export class ProviderSharePage extends pageOf(ProviderShareView) {}
