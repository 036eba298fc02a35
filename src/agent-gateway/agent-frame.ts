import { Ajv, type ValidateFunction } from 'ajv';
import { AGENT_FRAME_SCHEMAS, type AgentFrame } from '../../contracts/agent-protocol.js';
import { holdsUnstorable } from '../platform/unstorable-text.js';

const ajv = new Ajv({ allErrors: false, strict: false });
const VALIDATORS: ReadonlyMap<string, ValidateFunction> = new Map(
  Object.entries(AGENT_FRAME_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]),
);

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
  // The schemas bound the depth.
  if (holdsUnstorable(frame, text)) return null;
  return frame as AgentFrame;
}
