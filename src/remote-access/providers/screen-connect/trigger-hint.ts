import type { ProviderHint } from '../../provider-kind.js';
import { isSessionId } from './session-record.js';

/**
 * What an automation's HTTP action posts with the body `{*:json}`: an event and a session, each with its id. Everything else in it may be
 * made up and is not looked at: the action is not signed.
 */
export function readTriggerHint(body: unknown): ProviderHint | null {
  const eventId = partOf(partOf(body, 'Event'), 'EventID');
  const remoteId = partOf(partOf(body, 'Session'), 'SessionID');
  return isSessionId(eventId) && isSessionId(remoteId) ? { eventId: eventId.toLowerCase(), remoteId: remoteId.toLowerCase() } : null;
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
