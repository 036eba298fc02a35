/** One field that was refused: where (JSON pointer), by which rule, in words. */
export interface FieldRefusal {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
  /** For a field that is a text with a grammar: the character where it goes wrong, counted from 0. */
  readonly position?: number;
}

/** What uses the thing that somebody wanted to delete. */
export interface Usage {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

export interface RefusalFacts {
  readonly errors?: readonly FieldRefusal[];
  readonly usedBy?: readonly Usage[];
  /** Further members of the problem document. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** An expected refusal: carries a catalogue code and words for the person; everything else that is thrown is a bug. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly detail: string,
    readonly facts: RefusalFacts = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The same answer for what does not exist and for what the caller may not see. */
export function notFound(noun: string): DomainError {
  return new DomainError('API-NOTFOUND-01', `There is no such ${noun}.`);
}
