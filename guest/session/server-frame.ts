import type { ServerToGuest } from '../../contracts/guest-protocol.js';

/** What each frame must have to be acted upon; the rest of it is trusted to the server, which is verified by its certificate. */
const NEEDED: Readonly<Record<ServerToGuest['type'], Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object'>>>> = {
  welcome: { session: 'object', guestName: 'string', step: 'string', admitted: 'boolean', hosts: 'object', chat: 'object', currentClientVersion: 'string' },
  state: { step: 'string', admitted: 'boolean', hosts: 'object' },
  chat: { line: 'object' },
  'ask-consent': { hostName: 'string', organisation: 'string', wants: 'object', withinMs: 'number' },
  'open-channel': { channel: 'string', hostName: 'string', control: 'boolean', clipboard: 'boolean' },
  'close-channel': { channel: 'string' },
  signal: { viewer: 'string' },
  'offer-enrolment': { organisation: 'string' },
  ended: { reason: 'string' },
};

/** Reads a frame; null for one that is not understood, which a newer server may send. */
export function readServerFrame(text: string): ServerToGuest | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null) return null;
  const fields = frame as Record<string, unknown>;
  const needed = Object.hasOwn(NEEDED, String(fields['type'])) ? NEEDED[fields['type'] as ServerToGuest['type']] : undefined;
  const isWhole = needed && Object.entries(needed).every(([name, type]) => typeof fields[name] === type && fields[name] !== null);
  return isWhole ? (frame as ServerToGuest) : null;
}
