import { ApiProperty } from '@nestjs/swagger';

/** Where an instance is administered. */
export class AdministrationLaunchView {
  /** `console`: on our own page, because the native one must not be reached; `once`: an address that opens once; `sign-in`: the provider asks who is there. */
  @ApiProperty({ enum: ['console', 'once', 'sign-in'], enumName: 'AdministrationKind' })
  kind!: 'console' | 'once' | 'sign-in';
  /** A path of the console, or an absolute address. */
  url!: string;
  expiresAt!: Date | null;
}
