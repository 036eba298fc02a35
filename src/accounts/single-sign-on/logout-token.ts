import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** How signatures are checked; what is not here is not believed, above all no symmetric one. */
const ALGORITHMS: Readonly<Record<string, { readonly hash: string | null; readonly kty: string; readonly crv?: string; readonly ieee?: true; readonly pss?: true }>> = {
  RS256: { hash: 'sha256', kty: 'RSA' },
  PS256: { hash: 'sha256', kty: 'RSA', pss: true },
  ES256: { hash: 'sha256', kty: 'EC', crv: 'P-256', ieee: true },
  ES384: { hash: 'sha384', kty: 'EC', crv: 'P-384', ieee: true },
  EdDSA: { hash: null, kty: 'OKP', crv: 'Ed25519' },
};
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TYPES = new Set<unknown>(['logout+jwt', 'JWT', undefined]);
const OLDEST_SECONDS = 5 * 60;
const SKEW_SECONDS = 30;
const LONGEST = 8_000;

/** A public key as a provider publishes it. */
export type PublishedKey = JsonWebKey & { readonly kid?: string; readonly use?: string; readonly alg?: string };

/** What a logout token has to fit. */
export interface LogoutExpectation {
  readonly issuer: string;
  readonly clientId: string;
  readonly nowSeconds: number;
  keys(kid: string | undefined): Promise<readonly PublishedKey[]>;
}

/** Who is to be signed out: a person, one sign-in of somebody, or both. */
export interface Logout {
  readonly jti: string;
  readonly subject: string | null;
  readonly sid: string | null;
  readonly expiresAtSeconds: number;
}

/**
 * Reads a token by which a provider says that somebody has signed out (OpenID Connect Back-Channel Logout 1.0, 2.6); null for
 * anything that it may not have said, an identity token among them. Whether it was used before is the caller's to know.
 */
export async function readLogoutToken(token: string, { issuer, clientId, nowSeconds, keys }: LogoutExpectation): Promise<Logout | null> {
  if (token.length > LONGEST || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  const [head, body, signature] = token.split('.') as [string, string, string];
  const [header, claims] = [objectIn(head), objectIn(body)];
  if (header === null || claims === null || header['crit'] !== undefined || !TYPES.has(header['typ'])) return null;
  const { iss, aud, iat, exp, jti, sub, sid, events } = claims;
  const audiences = Array.isArray(aud) ? aud : [aud];
  const isMeant = iss === issuer && audiences.includes(clientId) && claims['nonce'] === undefined && isObject(isObject(events) && events[EVENT]);
  const isTimely = isNumber(iat) && isNumber(exp) && iat <= nowSeconds + SKEW_SECONDS && iat > nowSeconds - OLDEST_SECONDS && exp > nowSeconds - SKEW_SECONDS;
  if (!isMeant || !isTimely || !isName(jti) || !isNameOrAbsent(sub) || !isNameOrAbsent(sid) || (sub ?? sid) === undefined) return null;
  const kid = typeof header['kid'] === 'string' ? header['kid'] : undefined;
  if (!(await isSigned(header['alg'], `${head}.${body}`, Buffer.from(signature, 'base64url'), await keys(kid), kid))) return null;
  return { jti, subject: sub ?? null, sid: sid ?? null, expiresAtSeconds: exp };
}

async function isSigned(alg: unknown, signed: string, signature: Buffer, keys: readonly PublishedKey[], kid: string | undefined): Promise<boolean> {
  const way = typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg]! : null;
  if (way === null) return false;
  const fit = keys.filter((key) => key.kty === way.kty && (way.crv === undefined || key.crv === way.crv) && (kid === undefined || key.kid === kid) && (key.use ?? 'sig') === 'sig' && (key.alg ?? alg) === alg);
  return fit.some((jwk) => {
    const key = keyFrom(jwk);
    if (key === null) return false;
    const how = { key, ...(way.ieee ? { dsaEncoding: 'ieee-p1363' as const } : {}), ...(way.pss ? { padding: 6, saltLength: 32 } : {}) };
    return verify(way.hash, Buffer.from(signed), how, signature);
  });
}

function keyFrom(jwk: PublishedKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

function objectIn(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 255;
const isNameOrAbsent = (value: unknown): value is string | undefined => value === undefined || isName(value);
