/** The conventions of the HTTP API, free of domain words: problems, lists, versions, repeated requests. */
export { CONSEQUENTIAL, Consequential, PLANNING_PARAMETERS } from './consequential.js';
export { csv, type CsvColumn } from './csv.js';
export { EtagInterceptor } from './etag.interceptor.js';
export { type ExpectedVersion, IfMatch, refuseStale, staleVersion, versionNeeded } from './if-match.js';
export { ShownOnce } from './idempotency.interceptor.js';
export { asFile, EXPORT_FORMATS, type ExportFormat } from './export.js';
export { filledPage, type ListShape, type Page, pageOfIds, type PageOfIds } from './keyset-page.js';
export { ListQuery } from './list.query.js';
export { pageOf } from './page.view.js';
export { tooMany } from './request-budget.guard.js';
export { addressPrefix } from './address-prefix.js';
export { trimmed } from './trimmed.js';
export { type StandingWarning, StandingWarnings } from './standing-warnings.js';
export { inUse, UsesRegistry } from './uses-registry.js';
