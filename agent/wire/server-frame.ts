import {
  MAX_FRAME_BYTES,
  type HelloFrame,
  type ReceiptFrame,
  type WelcomeFrame,
} from '../../contracts/agent-protocol.js';

/** A frame that claims to be an instruction; it is one only after `verifyInstruction`. */
export interface UnverifiedInstruction {
  readonly type: 'instruction';
  readonly [field: string]: unknown;
}

export type ReadFrame = HelloFrame | WelcomeFrame | ReceiptFrame | UnverifiedInstruction;

/** Longest heartbeat an agent agrees to: past it, its silence would be taken for absence. */
const LONGEST_HEARTBEAT_SECONDS = 3600;

/** Reads one frame of the server; undefined for anything that is not one, never an exception. */
export function readServerFrame(text: string): ReadFrame | undefined {
  if (Buffer.byteLength(text) > MAX_FRAME_BYTES) return undefined;
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return undefined;
  return known(frame as Record<string, unknown>);
}

function known(frame: Record<string, unknown>): ReadFrame | undefined {
  switch (frame['type']) {
    case 'hello':
      return isText(frame['nonce'], 200) && isTime(frame['serverTime']) ? (frame as unknown as HelloFrame) : undefined;
    case 'welcome': {
      const beat = frame['heartbeatSeconds'];
      const sane = typeof beat === 'number' && beat > 0 && beat <= LONGEST_HEARTBEAT_SECONDS;
      return sane ? (frame as unknown as WelcomeFrame) : undefined;
    }
    case 'receipt':
      return isText(frame['instructionId'], 100) ? (frame as unknown as ReceiptFrame) : undefined;
    case 'instruction':
      return frame as unknown as UnverifiedInstruction;
    default:
      return undefined;
  }
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}

function isTime(value: unknown): value is string {
  return isText(value, 40) && !Number.isNaN(Date.parse(value));
}
