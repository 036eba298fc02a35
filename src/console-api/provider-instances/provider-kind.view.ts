import { ApiProperty } from '@nestjs/swagger';

export const FIELD_INPUTS = ['text', 'url', 'lines', 'choice', 'secret'] as const;

/** One field of the form in which an instance of a kind is connected. */
export class ConnectionFieldView {
  key!: string;
  title!: string;
  help!: string;
  @ApiProperty({ enum: FIELD_INPUTS, enumName: 'ConnectionFieldInput' })
  input!: (typeof FIELD_INPUTS)[number];
  required!: boolean;
  /** All that can be said, for a choice. */
  choices!: string[];
  /** Secrets have to be given again when this changes. */
  decidesReceiver!: boolean;
}

/** A remote-access product that can be connected. */
export class ProviderKindView {
  kind!: string;
  title!: string;
  /** Versions below this have holes that are being exploited. */
  floorVersion!: string;
  fields!: ConnectionFieldView[];
  /** Its servers can say by themselves that something has happened. */
  givesHints!: boolean;
}

export class ProviderKindsView {
  items!: ProviderKindView[];
}
