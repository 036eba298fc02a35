/** How the program ends. */
export const EXIT = {
  /** Done; of a verification: everything is as it was sealed. */
  done: 0,
  /** Something is not as it was sealed; what, was said. */
  broken: 1,
  /** It could not be found out, or not be done: nothing is known by that. */
  undecided: 2,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What stood in the way, in a sentence for whoever called. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}
