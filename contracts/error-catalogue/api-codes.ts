export interface ApiCode {
  readonly status: number;
  readonly title: string;
}

/** The fixed codes of the HTTP API with the status and title of their problem document. */
export const API_CODES = {
  'API-AUTH-01': { status: 401, title: 'Not signed in' },
  'API-AUTH-02': { status: 401, title: 'Second factor needed' },
  'API-AUTH-03': { status: 403, title: 'Fresh proof of a second factor needed' },
  'API-CSRF-01': { status: 403, title: 'Cross-site request refused' },
  'API-RIGHT-01': { status: 403, title: 'Your role does not allow this' },
  'API-SCOPE-01': { status: 403, title: 'Outside your scope' },
  'API-NOTFOUND-01': { status: 404, title: 'Not found' },
  'API-INPUT-01': { status: 400, title: 'Invalid input' },
  'API-INPUT-02': { status: 400, title: 'Unknown property' },
  'API-INPUT-03': { status: 400, title: 'Malformed query, cursor or sort' },
  'API-INPUT-04': { status: 415, title: 'Media type not supported' },
  'API-INPUT-05': { status: 413, title: 'Too large' },
  'API-CONFLICT-01': { status: 409, title: 'Name already taken' },
  'API-CONFLICT-02': { status: 409, title: 'In use' },
  'API-CONFLICT-03': { status: 409, title: 'Not possible in the present state' },
  'API-ETAG-01': { status: 428, title: 'If-Match missing' },
  'API-ETAG-02': { status: 412, title: 'Changed by somebody else in the meantime' },
  'API-IDEM-01': { status: 422, title: 'Idempotency key used with another body' },
  'API-PLAN-01': { status: 428, title: 'Plan needed' },
  'API-PLAN-02': { status: 409, title: 'Plan no longer holds' },
  'API-ENROL-01': { status: 401, title: 'Enrolment token refused' },
  'API-RATE-01': { status: 429, title: 'Too many requests' },
  'API-UNAVAILABLE-01': { status: 503, title: 'Temporarily unavailable' },
  'API-BUG-01': { status: 500, title: 'Internal error' },
} as const satisfies Readonly<Record<string, ApiCode>>;

export type ApiCodeName = keyof typeof API_CODES;
