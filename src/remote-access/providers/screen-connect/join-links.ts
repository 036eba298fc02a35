import { randomUUID } from 'node:crypto';
import { ProviderError, type LaunchRequest, type MintedLaunch, type SupportPlace, type SupportRequest } from '../../provider.js';
import { requireSessionId } from './sessions.js';

/**
 * Refuses what a technician's own role decides and a link cannot. Nothing is made at the server for a launch, so a refusal is all that
 * keeps a promise to the person at the device.
 */
export function refuseLaunch(request: LaunchRequest, rolesAskForConsent: boolean): void {
  if (request.viewOnly) throw new ProviderError('rejected', 'This server cannot enforce watching without control.');
  if (request.mode !== 'desktop') throw new ProviderError('rejected', 'This server opens a desktop only; what else may be done there is a right of the role.');
  if (request.courtesies.prompt && !rolesAskForConsent)
    throw new ProviderError('rejected', 'Consent is wanted and nobody has confirmed that the roles of this server ask for it.');
}

/** How the server numbers what a session is for, and names it in its pages' addresses. */
export const SUPPORT_TYPES: Readonly<Record<SupportRequest['kind'], { readonly number: number; readonly name: string }>> = {
  support: { number: 0, name: 'Support' },
  meeting: { number: 1, name: 'Meeting' },
};

/** The pages at which guest and technician join a session that is no device's. */
export function supportLinks(base: string, sessionId: string, kind: SupportRequest['kind']): SupportPlace {
  const remoteId = requireSessionId(sessionId);
  return { remoteId, guestUrl: `${base}/?Session=${remoteId}`, hostUrl: `${base}/Host#${SUPPORT_TYPES[kind].name}///${remoteId}/Join` };
}

/** The page that joins one session with the technician's own login; no token of the server is in it. */
export function joinLink(base: string, request: LaunchRequest, now: Date): MintedLaunch {
  return {
    shareId: `join.${randomUUID()}`,
    path: `${base}/Host#Access///${requireSessionId(request.remoteId)}/Join`,
    expiresAt: new Date(now.getTime() + request.expiresInMinutes * 60_000),
  };
}
