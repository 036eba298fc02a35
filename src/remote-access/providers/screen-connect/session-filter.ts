import { ProviderError } from '../../provider.js';
import { KEY_PREFIX } from './site-groups.js';
import type { PropertyMapping } from './property-mapping.js';

const HEX = [...'0123456789abcdef'];

/** A text of the filter language; a quote is doubled, and what could end the line is refused. */
export function quoted(text: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) throw new ProviderError('rejected', 'A filter holds no control characters.');
  return `'${text.replaceAll("'", "''")}'`;
}

const ACCESS = `SessionType = 'Access'`;

/** The canonical form, by which one tenant's sessions are told from another's. */
export function ofSite(key: string, mapping: PropertyMapping): string {
  return `${ACCESS} AND CustomProperty${mapping.key} = ${quoted(key)}`;
}

/** The session that has this code; an access session has none. */
export function withCode(code: string): string {
  return `Code = ${quoted(code)}`;
}

/** Every session of ours. */
export function ofOurs(mapping: PropertyMapping): string {
  return `${ACCESS} AND CustomProperty${mapping.key} LIKE ${quoted(`${KEY_PREFIX}*`)}`;
}

/** The sessions of ours whose mark ends in these hex digits: marks are random there, so that the parts are of like size. */
export function endingIn(ending: string, mapping: PropertyMapping): string {
  return ending === '' ? ofOurs(mapping) : `${ofOurs(mapping)} AND ${markEndsIn(ending, mapping)}`;
}

/** What of {@link endingIn} none of the sixteen longer endings finds. */
export function endingInNoLonger(ending: string, mapping: PropertyMapping): string {
  return `${endingIn(ending, mapping)} AND NOT (${longerEndings(ending).map((each) => markEndsIn(each, mapping)).join(' OR ')})`;
}

export function longerEndings(ending: string): readonly string[] {
  return HEX.map((digit) => `${digit}${ending}`);
}

function markEndsIn(ending: string, { mark }: PropertyMapping): string {
  return `CustomProperty${mark} LIKE ${quoted(`*${ending}`)}`;
}
