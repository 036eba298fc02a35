import { ARTIFACT_HEADERS, type AuthFrame, type HelloFrame } from '../../contracts/agent-protocol.js';
import { hostPort } from './server-address.js';
import type { DeviceKey } from './signatures.js';

/** What a device says of itself when it connects. */
export interface Introduction {
  readonly deviceId: string;
  readonly key: DeviceKey;
  /** The URL this device was enrolled at: the answer to a challenge is worth nothing at any other. */
  readonly enrolledAt: URL;
  readonly agentVersion: string;
  readonly bootId: string;
}

/** The answer to the server's challenge. */
export function authFrame(hello: HelloFrame, who: Introduction, lastInstructionSeq: number): AuthFrame {
  return {
    type: 'auth',
    deviceId: who.deviceId,
    signature: who.key.sign(`latchkey-agent-auth:${hello.nonce}:${hostPort(who.enrolledAt)}`),
    agentVersion: who.agentVersion,
    bootId: who.bootId,
    lastInstructionSeq,
  };
}

/** The headers that entitle a device to fetch one artifact, for as long as the server tolerates this time. */
export function artifactHeaders(deviceId: string, key: DeviceKey, sha256: string, at: Date): Record<string, string> {
  const time = at.toISOString();
  return {
    [ARTIFACT_HEADERS.device]: deviceId,
    [ARTIFACT_HEADERS.time]: time,
    [ARTIFACT_HEADERS.signature]: key.sign(`latchkey-artifact:${sha256}:${time}`),
  };
}
