import type { FilterKey } from './filter-keys.js';

/** A stretch of the text, from its first character to the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Literal pieces with any text between them: `SRV-*` is `['SRV-', '']`, and one piece has no wildcard. */
export type Pattern = readonly string[];

export type Comparison = '<' | '<=' | '>' | '>=' | '=';
export type AgeUnit = 'm' | 'h' | 'd' | 'w';

export type FilterValue =
  /** `exactly`: the whole text, not a part of it; always so where there is a wildcard. Case never matters. */
  | { readonly is: 'text'; readonly pattern: Pattern; readonly exactly: boolean }
  | { readonly is: 'choice'; readonly choice: string }
  /** Segments are numbers: 10.9 < 10.10. `begins`: the first segments, so that 24 means 24.04 as well. */
  | { readonly is: 'version'; readonly comparison: Comparison | 'begins'; readonly version: string }
  | {
      readonly is: 'age';
      readonly comparison: Exclude<Comparison, '='>;
      readonly count: number;
      readonly unit: AgeUnit;
    };

/** A word to be found anywhere in what names a device. */
export interface WordTerm {
  readonly kind: 'word';
  readonly not: boolean;
  readonly pattern: Pattern;
  readonly span: Span;
}

/** A fact of which one of the values must hold. */
export interface KeyTerm {
  readonly kind: 'key';
  readonly not: boolean;
  readonly key: FilterKey;
  readonly values: readonly FilterValue[];
  readonly span: Span;
}

export type FilterTerm = WordTerm | KeyTerm;

/** Terms that must all hold; none means every device. */
export interface DeviceFilter {
  readonly terms: readonly FilterTerm[];
}
