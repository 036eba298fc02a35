import { Ajv, type ValidateFunction } from 'ajv';
import { AGENT_FRAME_SCHEMAS, type AgentFrame } from '../../contracts/agent-protocol.js';

const ajv = new Ajv({ allErrors: false, strict: false });
const VALIDATORS: ReadonlyMap<string, ValidateFunction> = new Map(
  Object.entries(AGENT_FRAME_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]),
);
/** What JSON can say and PostgreSQL cannot store: the zero character, and half a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Reads one frame of an agent; null for anything that is not exactly as its schema says. Never throws. */
export function readAgentFrame(text: string): AgentFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null) return null;
  const { type } = frame as { type?: unknown };
  const validate = typeof type === 'string' ? VALIDATORS.get(type) : undefined;
  if (!validate?.(frame)) return null;
  // Only an escape can smuggle such a character past the UTF-8 check of the socket.
  if (text.includes('\\u') && holdsUnstorable(frame)) return null;
  return frame as AgentFrame;
}

/** The schemas bound the depth. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnstorable);
}
