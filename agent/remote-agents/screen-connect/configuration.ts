import { CodedFailure } from '../../coded-failure.js';

/** What a client must know to become an access session of its server that is one of ours. */
export interface ClientConfiguration {
  /** 16 hex digits in the name of everything that this instance's client installs. */
  readonly fingerprint: string;
  readonly relayHost: string;
  readonly relayPort: string;
  readonly serverKey: string;
  /** What the eight custom properties say, by their place from 1; those that are not named belong to others. */
  readonly properties: ReadonlyMap<number, string>;
  /** The place of the one-time mark. */
  readonly markPlace: number;
  /** Thumbprint in lower-case hex of the certificate that an installer for Windows must be signed with. */
  readonly expectedSigner?: string;
}

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const SHAPES = {
  fingerprint: /^[0-9a-f]{16}$/,
  relayHost: /^[A-Za-z0-9.-]{1,253}$/,
  relayPort: /^[1-9]\d{0,4}$/,
  serverKey: /^[A-Za-z0-9+/]{16,2000}={0,2}$/,
  markProperty: /^[1-8]$/,
  expectedSigner: /^([0-9a-f]{40}|[0-9a-f]{64})?$/,
};
const PROPERTY = /^[^\p{Cc}]{0,255}$/u;

/** The configuration in an instruction, every value proven to be of the expected shape; else refused. */
export function clientConfiguration(facts: Readonly<Record<string, string>>): ClientConfiguration {
  const given = (key: keyof typeof SHAPES): string => {
    const value = facts[key] ?? '';
    if (!SHAPES[key].test(value)) throw malformed(key);
    return value;
  };
  const properties = new Map<number, string>();
  for (const place of PLACES) {
    const value = facts[`property${place}`];
    if (value === undefined) continue;
    if (!PROPERTY.test(value)) throw malformed(`property${place}`);
    properties.set(place, value);
  }
  const expectedSigner = given('expectedSigner');
  return {
    fingerprint: given('fingerprint'),
    relayHost: given('relayHost'),
    relayPort: given('relayPort'),
    serverKey: given('serverKey'),
    markPlace: Number(given('markProperty')),
    properties,
    ...(expectedSigner && { expectedSigner }),
  };
}

function malformed(key: string): CodedFailure {
  return new CodedFailure('RA-PKG-05', `${key} is missing or malformed`, 'refused');
}
