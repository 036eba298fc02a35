import { ApiProperty } from '@nestjs/swagger';

/** Something that Latchkey sets up for good, and why. */
export class FixedProviderSettingView {
  key!: string;
  title!: string;
  value!: string;
  why!: string;
}

export class InstanceWidePolicyView {
  id!: string;
  name!: string;
}

/** A value that policies want of a whole server. */
export class InstanceWideValueView {
  @ApiProperty({ description: 'A setting value.' })
  value!: unknown;
  policies!: InstanceWidePolicyView[];
}

/** A setting that the server has once for all of its devices, beside what policies want of it. */
export class InstanceWideSettingView {
  key!: string;
  title!: string;
  /** What the server itself calls it. */
  name!: string;
  @ApiProperty({ description: 'A setting value.' })
  outOfTheBox!: unknown;
  @ApiProperty({ enum: ['nobody-asks', 'as-delivered', 'to-be-set', 'conflict'] })
  standing!: 'nobody-asks' | 'as-delivered' | 'to-be-set' | 'conflict';
  wanted!: InstanceWideValueView[];
  /** Where an administrator of the server sets it. */
  place!: string;
  url!: string | null;
  /** Whether remote agents have to be installed anew before it holds. */
  needsReinstall!: boolean;
  /** What devices have where it is not as it has to be. */
  code!: string | null;
}

/** What can be changed of a provider instance here, and what cannot. */
export class ProviderSettingsView {
  id!: string;
  name!: string;
  /** Why nobody is let in for now; null while people are. */
  pausedReason!: string | null;
  /** No launch lasts longer, whatever its policy says; null where only policies limit it. */
  longestLaunchMinutes!: number | null;
  /** How a server is reached that somebody else runs, without secrets; empty for the built-in engine. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  connection!: Record<string, string>;
  /** The names of the secrets that are stored. */
  storedSecrets!: string[];
  /** There is an address at which the server may give hints. */
  hasHintAddress!: boolean;
  region!: string | null;
  /** Devices that it is meant for; null where nothing limits it. */
  capacity!: number | null;
  /** Whether new sites are placed here. */
  takesSites!: boolean;
  /** Empty for a server that somebody else runs. */
  fixed!: FixedProviderSettingView[];
  /** Empty where every device has settings of its own. */
  instanceWide!: InstanceWideSettingView[];
  version!: number;
}
