import { IsString, Length } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

export class OffboardClientBody {
  /** For the certificate and the audit log. */
  @trimmed
  @IsString()
  @Length(1, 500)
  reason!: string;

  /** The name of the client, typed once more. */
  @trimmed
  @IsString()
  @Length(1, 120)
  confirm!: string;
}
