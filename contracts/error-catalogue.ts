/**
 * Deployment statuses and error descriptions as data: the one source of the catalogue page, the API, the hover card and
 * the documentation. Codes are a public API: once released a code keeps its meaning; codes may be added, never reused.
 */
import { API_CODES, type ApiCode, type ApiCodeName } from './error-catalogue/api-codes.js';
import type { CatalogueEntry } from './error-catalogue/catalogue-entry.js';
import { RA_AGT } from './error-catalogue/ra-agt.js';
import { RA_CFG, RA_UPD } from './error-catalogue/ra-cfg-upd.js';
import { RA_DSP, RA_SYS } from './error-catalogue/ra-dsp-sys.js';
import { RA_ELG } from './error-catalogue/ra-elg.js';
import { RA_GST } from './error-catalogue/ra-gst.js';
import { RA_INS } from './error-catalogue/ra-ins.js';
import { RA_LCH } from './error-catalogue/ra-lch.js';
import { RA_MSI } from './error-catalogue/ra-msi.js';
import { RA_NET } from './error-catalogue/ra-net.js';
import { RA_LNX, RA_OSX } from './error-catalogue/ra-osx-lnx.js';
import { RA_PKG } from './error-catalogue/ra-pkg.js';
import { RA_POL } from './error-catalogue/ra-pol.js';
import { RA_RMV } from './error-catalogue/ra-rmv.js';
import { RA_SEC } from './error-catalogue/ra-sec.js';

export { API_CODES } from './error-catalogue/api-codes.js';
export type { ApiCode, ApiCodeName } from './error-catalogue/api-codes.js';
export { FAMILIES, RETRIES, WHO } from './error-catalogue/catalogue-entry.js';
export { attemptLimit, limitsInWords, MOST_ATTEMPTS_A_DAY, pauseMinutes } from './error-catalogue/retry-limits.js';
export type { CatalogueEntry, Family, Retry, Who } from './error-catalogue/catalogue-entry.js';
export { PHASES } from './error-catalogue/phases.js';
export type { PhaseCode, PhaseDescription, PhaseEnd } from './error-catalogue/phases.js';

/** Every error code, family by family, in the order of the catalogue page. */
export const ERROR_CATALOGUE: readonly CatalogueEntry[] = [
  RA_POL,
  RA_ELG,
  RA_INS,
  RA_NET,
  RA_PKG,
  RA_MSI,
  RA_OSX,
  RA_LNX,
  RA_SEC,
  RA_AGT,
  RA_CFG,
  RA_UPD,
  RA_DSP,
  RA_SYS,
  RA_RMV,
  RA_LCH,
  RA_GST,
].flat();

const byCode: ReadonlyMap<string, CatalogueEntry> = new Map(ERROR_CATALOGUE.map((entry) => [entry.code, entry]));

/** What a code means; null for a code this version does not know, such as one of a newer agent. */
export function catalogueEntry(code: string): CatalogueEntry | null {
  return byCode.get(code) ?? null;
}

/** Guests who try too often are told to wait, as everybody is. */
const STATUS_OF_ITS_OWN: Readonly<Record<string, number>> = { 'RA-GST-02': 429 };

/**
 * Status and title of the problem document for a code: the fixed API codes, provider failures 503, and 403 for every other
 * catalogued cause, since only a launch or a guest is refused for one. Null for a code that nobody has written down.
 */
export function problemOf(code: string): ApiCode | null {
  if (Object.hasOwn(API_CODES, code)) return API_CODES[code as ApiCodeName];
  const entry = catalogueEntry(code);
  return entry ? { status: STATUS_OF_ITS_OWN[code] ?? (entry.family === 'INS' ? 503 : 403), title: entry.title } : null;
}
