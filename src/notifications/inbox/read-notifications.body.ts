import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsUUID, ValidateIf } from 'class-validator';

const given = ValidateIf((_, value) => value !== undefined);

/** Which ones were read: some, or all that there are. */
export class ReadNotificationsBody {
  @given
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  ids?: string[];

  @given
  @IsBoolean()
  all?: boolean;
}
