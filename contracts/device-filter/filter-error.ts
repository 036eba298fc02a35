import type { Span } from './syntax-tree.js';

/** Why a text is no filter: where, by which rule, and in words that say what would be right. */
export class DeviceFilterError extends Error {
  override readonly name = 'DeviceFilterError';

  constructor(
    /** The stretch of the text that is wrong; empty where something is missing. */
    readonly span: Span,
    readonly rule: FilterRule,
    /** Begins small, to follow the name of a field. */
    message: string,
  ) {
    super(message);
  }
}

export type FilterRule =
  /** Nothing is said where something must be. */
  | 'missing'
  /** A key that does not exist. */
  | 'known-key'
  /** A key or a word that a group cannot depend on, because no inventory holds it. */
  | 'kept-fact'
  /** A value that the key does not have. */
  | 'known-value'
  | 'comparison'
  | 'version'
  | 'age'
  | 'quotes'
  | 'characters'
  | 'length';
