import { IsString, Length } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

export class GiveUpRemovalBody {
  /** What became of the device, for the certificate and the audit log. */
  @trimmed
  @IsString()
  @Length(1, 500)
  reason!: string;
}
