import type { AgentFrame, Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { CodedFailure } from '../coded-failure.js';
import { fileFailure } from '../system/file-failure.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Log } from '../log.js';
import { RestartNeeded } from '../self/self-update.js';
import type { Turnstile } from '../turnstile.js';
import {
  fenceOf,
  judgeAgain,
  judgeInstruction,
  verifyInstruction,
  type AgentTime,
  type Fences,
  type ServerKeys,
  type SignedInstruction,
  type UnverifiedInstruction,
  type Verdict,
} from '../wire/index.js';
import { carryOut, type Reach, type Result } from './carry-out.js';
import { steadyProgress } from './steady-progress.js';

export interface DeskOptions {
  readonly deviceId: string;
  readonly keys: ServerKeys;
  readonly time: AgentTime;
  readonly ledger: Ledger;
  readonly reach: Reach;
  /** Keeps instructions and repairs from working on the device at the same time. */
  readonly turnstile: Turnstile;
  readonly log: Log;
  readonly send: (frame: AgentFrame) => void;
  /** An instruction came to an end; something on the device may look different now. */
  readonly settled: (report: ReportFrame) => void;
  /** The server has this result, and will not ask again. */
  readonly received: (kind: string, report: ReportFrame) => void;
  /** The instruction under way goes on in the next process, which must be started. */
  readonly restart: () => void;
}

/** A defect of ours, not of the device. */
const STALLED = 'RA-SYS-01';
const LEDGER_RETRY_MS = 30_000;
const LONGEST_DETAIL = 4000;

/**
 * Takes instructions from the wire to their reported end: proven, judged, written down, carried out one at a time in
 * the order of their numbers, and reported until the server says that it knows.
 */
export class InstructionDesk {
  /** Frames that no key of our server signed. */
  unsigned = 0;
  private working: Promise<void> | undefined;

  constructor(private readonly options: DeskOptions) {}

  /** Goes on where an earlier run of the agent was interrupted. */
  resume(): void {
    this.work();
  }

  /** Repeats what the server may have missed while we were not connected. */
  welcomed(): void {
    for (const report of this.options.ledger.unconfirmed()) this.options.send(report);
  }

  receipt(instructionId: string): void {
    const result = this.options.ledger.receive(instructionId);
    if (result) this.options.received(result.kind, result.report);
  }

  receive(frame: UnverifiedInstruction): void {
    const { keys, time, ledger, send, log } = this.options;
    const instruction = verifyInstruction(frame, keys);
    if (!instruction) {
      this.unsigned += 1;
      return log.warn('dropped an instruction that our server did not sign', { total: this.unsigned });
    }
    time.prove(instruction.issuedAt);
    const known = ledger.resultOf(instruction.id);
    if (known) return send(known);
    if (ledger.isOpen(instruction.id)) return send({ type: 'ack', instructionId: instruction.id });
    const verdict = judgeInstruction(instruction, this.fences(), time.now());
    if ('refuse' in verdict) return this.refuse(instruction, verdict.refuse);
    ledger.accept(verdict.obey);
    send({ type: 'ack', instructionId: instruction.id });
    this.work();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.working) await this.working;
  }

  private work(): void {
    this.working ??= this.workOff()
      .catch((error: unknown) => this.postpone(error))
      .finally(() => (this.working = undefined));
  }

  /** The ledger could not be written, so nothing may be carried out: a full disk may have room later. */
  private postpone(error: unknown): void {
    this.options.log.error('the ledger cannot be written', error);
    setTimeout(() => this.work(), LEDGER_RETRY_MS).unref();
  }

  private async workOff(): Promise<void> {
    for (let next = this.options.ledger.open()[0]; next; next = this.options.ledger.open()[0]) {
      const { instruction, begun } = next;
      const verdict = begun
        ? this.judgeInterrupted(instruction)
        : judgeAgain(instruction, this.fences(), this.options.time.now());
      if ('refuse' in verdict) this.refuse(instruction, verdict.refuse);
      else await this.options.turnstile.pass(() => this.execute(verdict.obey));
    }
  }

  /** What was begun in time is finished, unless something newer makes it pointless. */
  private judgeInterrupted(instruction: Instruction): Verdict {
    const newest = this.fences().generations.get(fenceOf(instruction)) ?? 0n;
    return BigInt(instruction.generation) < newest
      ? { refuse: { errorCode: 'RA-SYS-03', detail: `interrupted, and superseded by generation ${newest}` } }
      : { obey: instruction };
  }

  private async execute(instruction: Instruction): Promise<void> {
    const { ledger, log, reach, send, settled } = this.options;
    ledger.begin(instruction.id);
    log.note('instruction begun', { id: instruction.id, kind: instruction.kind, generation: instruction.generation });
    const progress = steadyProgress(instruction.id, send);
    let report: ReportFrame;
    try {
      report = done(instruction, await carryOut(instruction, reach, progress));
    } catch (error) {
      if (error instanceof RestartNeeded) return this.awaitRestart(error);
      report = this.failed(instruction, error);
    }
    ledger.finish(report, instruction.kind);
    send(report);
    log.note('instruction ended', {
      id: instruction.id,
      outcome: report.outcome,
      code: report.errorCode,
      detail: report.detail,
    });
    settled(report);
  }

  /** Never resolves: what comes next is for the next process to do. */
  private awaitRestart(why: RestartNeeded): Promise<never> {
    this.options.log.note('restart', { why: why.message });
    this.options.restart();
    return new Promise(() => undefined);
  }

  private failed(instruction: Instruction, error: unknown): ReportFrame {
    const coded = error instanceof CodedFailure ? error : fileFailure(error);
    if (coded) return bad(instruction, coded.outcome, coded.code, coded.message);
    this.options.log.error('an instruction failed for a reason without a code', error);
    return bad(instruction, 'failed', STALLED, `unexpected: ${error instanceof Error ? error.message : String(error)}`);
  }

  private refuse(instruction: SignedInstruction, { errorCode, detail }: { errorCode: string; detail: string }): void {
    const report = bad(instruction, 'refused', errorCode, detail);
    // An order to somebody else is no part of this device's history.
    if (instruction.deviceId === this.options.deviceId) this.options.ledger.refuse(report, instruction);
    this.options.log.warn('instruction refused', {
      id: instruction.id,
      kind: instruction.kind,
      code: errorCode,
      detail,
    });
    this.options.send(report);
  }

  private fences(): Fences {
    const { deviceId, ledger } = this.options;
    return { deviceId, lastSeq: ledger.lastSeq, generations: ledger.generations };
  }
}

function done({ id, generation }: Instruction, { detail, evidence }: Result): ReportFrame {
  return {
    type: 'report',
    instructionId: id,
    generation,
    outcome: 'done',
    detail: detail.slice(0, LONGEST_DETAIL),
    evidence,
  };
}

function bad(
  { id, generation }: Pick<SignedInstruction, 'id' | 'generation'>,
  outcome: 'failed' | 'refused',
  errorCode: string,
  detail: string,
): ReportFrame {
  const cut = detail.slice(0, LONGEST_DETAIL);
  return { type: 'report', instructionId: id, generation, outcome, errorCode, detail: cut, evidence: null };
}
