import { AuthorityBody } from '../../accounts/index.js';

/** An account as somebody is about to save it. */
export class AccessPreviewBody extends AuthorityBody {}
