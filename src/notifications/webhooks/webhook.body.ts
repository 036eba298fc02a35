import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsString, Length, ValidateIf } from 'class-validator';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { trimmed } from '../../platform/http/index.js';

const given = ValidateIf((_, value) => value !== undefined);

export class CreateWebhookBody {
  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  /** `https://…`; never a private address, unless the operator of the server has listed its host. */
  @trimmed
  @IsString()
  @Length(1, 2000)
  url!: string;

  @IsBoolean()
  enabled?: boolean = true;

  /** What it takes of everything that happens; rules can send it more. */
  @ApiProperty({ enum: NOTIFICATION_EVENTS, enumName: 'NotificationEvent', isArray: true, required: false })
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsIn(NOTIFICATION_EVENTS, { each: true })
  events?: NotificationEvent[] = [];
}

export class ChangeWebhookBody {
  @given
  @trimmed
  @IsString()
  @Length(1, 120)
  name?: string;

  @given
  @trimmed
  @IsString()
  @Length(1, 2000)
  url?: string;

  /** On again after it was disabled, it starts anew. */
  @given
  @IsBoolean()
  enabled?: boolean;

  @ApiProperty({ enum: NOTIFICATION_EVENTS, enumName: 'NotificationEvent', isArray: true, required: false })
  @given
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsIn(NOTIFICATION_EVENTS, { each: true })
  events?: NotificationEvent[];
}
