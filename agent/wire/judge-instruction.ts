import type { Instruction } from '../../contracts/agent-protocol.js';
import { understand } from './instruction-params.js';
import type { SignedInstruction } from './verify-instruction.js';

/** What an agent remembers that decides whether it may obey. */
export interface Fences {
  readonly deviceId: string;
  readonly lastSeq: number;
  /** The newest generation accepted under each fence. */
  readonly generations: ReadonlyMap<string, bigint>;
}

export type Verdict =
  { readonly obey: Instruction } | { readonly refuse: { readonly errorCode: string; readonly detail: string } };

/** Codes of the status catalogue that a refusal carries. */
const STALE = 'RA-SYS-03';
const EXPIRED = 'RA-DSP-03';
const TOO_EARLY = 'RA-DSP-06';
const NOT_UNDERSTOOD = 'RA-ELG-04';

/** Generations are counted per deployment; a device has at most one of each provider, and one endpoint agent. */
export function fenceOf(instruction: SignedInstruction): string {
  const params = instruction.params as { provider?: unknown } | null;
  return typeof params?.provider === 'string' ? params.provider : 'endpoint-agent';
}

/**
 * Decides whether a correctly signed instruction may be obeyed now. Pure: the same memory and time give the same
 * verdict. An instruction id that the ledger knows never comes here.
 */
export function judgeInstruction(instruction: SignedInstruction, fences: Fences, now: Date): Verdict {
  if (instruction.deviceId !== fences.deviceId) return refuse(STALE, 'the instruction is for another device');
  if (instruction.seq <= fences.lastSeq) {
    return refuse(STALE, `instruction ${instruction.seq} is not newer than ${fences.lastSeq}, already seen`);
  }
  return judgeAgain(instruction, fences, now);
}

/** The part of the verdict that may change while an accepted instruction waits for its turn. */
export function judgeAgain(instruction: SignedInstruction, fences: Fences, now: Date): Verdict {
  if (now.getTime() >= Date.parse(instruction.expiresAt)) return refuse(EXPIRED, `expired at ${instruction.expiresAt}`);
  if (now.getTime() < Date.parse(instruction.notBefore))
    return refuse(TOO_EARLY, `not before ${instruction.notBefore}`);
  const newest = fences.generations.get(fenceOf(instruction)) ?? 0n;
  if (BigInt(instruction.generation) < newest) {
    return refuse(STALE, `generation ${instruction.generation} is older than ${newest}, already seen`);
  }
  const understood = understand(instruction);
  return 'notUnderstood' in understood
    ? refuse(NOT_UNDERSTOOD, `this endpoint agent does not understand ${understood.notUnderstood}`)
    : { obey: understood };
}

function refuse(errorCode: string, detail: string): Verdict {
  return { refuse: { errorCode, detail } };
}
