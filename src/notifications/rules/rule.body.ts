import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsEmail, IsIn, IsInt, IsObject, IsString, IsUUID, Length, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { ScopeBody } from '../../accounts/index.js';
import { trimmed } from '../../platform/http/index.js';

const given = ValidateIf((_, value) => value !== undefined);

/** What an event lets choose; anything else is refused. */
export class RuleParametersBody {
  @given
  @IsInt()
  @Min(0)
  @Max(10_000)
  afterHours?: number;

  @given
  @IsInt()
  @Min(0)
  @Max(10_000)
  afterMinutes?: number;
}

/** Where it is told; at least one of them. */
export class RuleChannelsBody {
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsEmail({}, { each: true })
  emails?: string[] = [];

  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsUUID('all', { each: true })
  webhookIds?: string[] = [];

  /** In the console of everybody who may see where it happened. */
  @IsBoolean()
  console?: boolean = false;
}

export class CreateRuleBody {
  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ enum: NOTIFICATION_EVENTS, enumName: 'NotificationEvent' })
  @IsIn(NOTIFICATION_EVENTS)
  event!: NotificationEvent;

  @given
  @IsObject()
  @ValidateNested()
  @Type(() => RuleParametersBody)
  parameters?: RuleParametersBody;

  /** Everything unless said. */
  @given
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;

  @IsObject()
  @ValidateNested()
  @Type(() => RuleChannelsBody)
  channels!: RuleChannelsBody;

  @IsBoolean()
  enabled?: boolean = true;
}

/** What is left out stays as it is; another event is another rule. */
export class ChangeRuleBody {
  @given
  @trimmed
  @IsString()
  @Length(1, 120)
  name?: string;

  @given
  @IsObject()
  @ValidateNested()
  @Type(() => RuleParametersBody)
  parameters?: RuleParametersBody;

  @given
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope?: ScopeBody;

  @given
  @IsObject()
  @ValidateNested()
  @Type(() => RuleChannelsBody)
  channels?: RuleChannelsBody;

  /** On again, it tells what is so then and what happens from then on. */
  @given
  @IsBoolean()
  enabled?: boolean;
}
