import { createHmac } from 'node:crypto';
import type { TurnConfig } from '../../platform/config/process-config.js';

const GOOD_FOR_SECONDS = 8 * 60 * 60;

/** As browsers want it. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** The TURN server with a credential that ends by itself (the REST scheme of coturn's `use-auth-secret`); none where none is configured. */
export function iceServers(turn: TurnConfig | null, who: string, now: Date): IceServer[] {
  if (!turn) return [];
  const username = `${Math.floor(now.getTime() / 1000) + GOOD_FOR_SECONDS}:${who}`;
  return [{ urls: turn.urls, username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') }];
}
