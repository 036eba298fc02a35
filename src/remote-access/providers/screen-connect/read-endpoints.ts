import { TooMuchAnswered } from '../../fetch-pinned.js';
import { ProviderError, type RemoteEndpoint } from '../../provider.js';
import type { PropertyMapping } from './property-mapping.js';
import { endingIn, endingInNoLonger, longerEndings } from './session-filter.js';
import { endpointOf } from './session-record.js';
import type { SessionList, Sessions } from './sessions.js';

/** An answer of this many may be cut off; the server's own limit is this out of the box. */
const MAY_BE_CUT_OFF = 1_000;
const LONGEST_ENDING = 3;

/**
 * Every endpoint of ours, or an error: a list that may be cut off, or that is too large, is asked for again in parts. What other
 * tenants and other tools have on the server is neither asked for nor believed.
 */
export async function readEndpoints(sessions: Sessions, mapping: PropertyMapping): Promise<readonly RemoteEndpoint[]> {
  const endpoints = new Map<string, RemoteEndpoint>();
  for (const session of await part(sessions, mapping, '')) {
    const endpoint = endpointOf(session, mapping);
    if (endpoint) endpoints.set(endpoint.remoteId, endpoint);
  }
  return [...endpoints.values()];
}

async function part(sessions: Sessions, mapping: PropertyMapping, ending: string): Promise<SessionList['sessions']> {
  const whole = await wholeOrNull(sessions, endingIn(ending, mapping));
  if (whole) return whole;
  if (ending.length === LONGEST_ENDING) throw tooMany();
  const rest = await wholeOrNull(sessions, endingInNoLonger(ending, mapping));
  if (!rest) throw tooMany();
  const parts = [...rest];
  for (const longer of longerEndings(ending)) parts.push(...(await part(sessions, mapping, longer)));
  return parts;
}

async function wholeOrNull(sessions: Sessions, filter: string): Promise<SessionList['sessions'] | null> {
  try {
    const list = await sessions.matching(filter);
    return list.answered < MAY_BE_CUT_OFF ? list.sessions : null;
  } catch (error) {
    if (error instanceof TooMuchAnswered) return null;
    throw error;
  }
}

function tooMany(): ProviderError {
  return new ProviderError('rejected', 'The server has more sessions without a mark than one answer holds.', { code: 'RA-INS-01' });
}
