/** One refused field. */
export class FieldRefusalView {
  /** JSON pointer into the request. */
  pointer!: string;
  rule!: string;
  message!: string;
  /** For a field that is a text with a grammar: the character where it goes wrong, counted from 0. */
  position?: number;
}

/** Something that uses what should be deleted. */
export class UsageView {
  kind!: string;
  id!: string;
  name!: string;
}

/** How every refusal is answered (RFC 9457). */
export class ProblemView {
  type!: string;
  title!: string;
  status!: number;
  /** A code of the catalogue. */
  code!: string;
  detail!: string;
  errors?: FieldRefusalView[];
  usedBy?: UsageView[];
  requestId!: string;
}
