/**
 * How candidates of one setting are merged: `rank` (the highest ranked configured value wins), `strictest` of all,
 * `intersection` of all; or a rule that the policy type itself brings, by its name.
 */
export type MergeRule = 'rank' | 'strictest' | 'intersection' | (string & {});

/** What values a setting takes, and with that how the console's form draws it. */
export type SettingType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number; readonly unit: string }
  | { readonly kind: 'text'; readonly maxLength: number; readonly pattern?: string; readonly example?: string; readonly emptyMeans?: string }
  /** A regular expression of somebody else's, bounded so that matching it always ends soon. */
  | { readonly kind: 'pattern'; readonly maxLength: number; readonly emptyMeans?: string }
  | { readonly kind: 'weekly-hours' };

export type SettingValue = boolean | string | number;

export interface SettingGroup {
  readonly key: string;
  readonly title: string;
}

/** One setting that a policy can configure: validation, form, documentation and merging follow from it. */
export interface SettingDefinition {
  /** Public, and never reused for anything else. */
  readonly key: string;
  readonly group: string;
  readonly title: string;
  readonly help: string;
  readonly type: SettingType;
  /** What holds where no policy configures it. */
  readonly default: SettingValue;
  readonly merge: MergeRule;
  /** For `strictest`: values from strictest to loosest; integers say `smaller` or `larger` instead. */
  readonly strictness?: readonly SettingValue[] | 'smaller' | 'larger';
  /** True where it protects somebody; a single device may be set looser only by who may decide that. */
  readonly security?: true;
  /** True where only Latchkey enforces it, so a change never raises a generation. */
  readonly enforcedByLatchkeyOnly?: true;
}
