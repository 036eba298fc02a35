/** Why an instruction came to nothing, in a code of the status catalogue that names only what was observed. */
export class CodedFailure extends Error {
  override readonly name = 'CodedFailure';
  constructor(
    readonly code: string,
    detail: string,
    /** `refused` where nothing was tried. */
    readonly outcome: 'failed' | 'refused' = 'failed',
  ) {
    super(detail);
  }
}
