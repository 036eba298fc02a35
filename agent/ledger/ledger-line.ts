import type { Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { fenceOf } from '../wire/index.js';

/** One durable fact of the ledger. */
export type LedgerLine =
  | { readonly what: 'accepted'; readonly instruction: Instruction }
  | { readonly what: 'begun'; readonly id: string }
  /** `seq` and `issuedAt` are given where the instruction was refused, and so never accepted. */
  | {
      readonly what: 'result';
      readonly kind: string;
      readonly report: ReportFrame;
      readonly seq?: number;
      readonly issuedAt?: string;
    }
  | { readonly what: 'receipt'; readonly id: string }
  | { readonly what: 'snapshot'; readonly memory: Snapshot };

export interface Snapshot {
  readonly lastSeq: number;
  readonly latestIssuedAt: string;
  readonly generations: Readonly<Record<string, string>>;
  readonly open: readonly { readonly instruction: Instruction; readonly begun: boolean }[];
  readonly results: readonly Result[];
}

/** What became of an instruction, and whether the server has said that it knows. */
export interface Result {
  readonly kind: string;
  readonly report: ReportFrame;
  readonly received: boolean;
}

/** How many results are kept after their receipt, to answer a late duplicate with the same words. */
const REMEMBERED_RESULTS = 128;

/** What the lines of a ledger add up to. */
export class LedgerMemory {
  lastSeq = 0;
  latestIssuedAt = new Date(0).toISOString();
  readonly generations = new Map<string, bigint>();
  readonly open = new Map<string, { readonly instruction: Instruction; begun: boolean }>();
  readonly results = new Map<string, Result>();

  /** Adds one line. Lines may come twice or refer to what is long forgotten: neither changes the sum. */
  add(line: LedgerLine): void {
    switch (line.what) {
      case 'accepted':
        return this.accepted(line.instruction);
      case 'begun': {
        const entry = this.open.get(line.id);
        if (entry) entry.begun = true;
        return;
      }
      case 'result':
        if (line.seq !== undefined && line.issuedAt !== undefined) this.seen(line.seq, line.issuedAt);
        this.open.delete(line.report.instructionId);
        this.results.set(line.report.instructionId, { kind: line.kind, report: line.report, received: false });
        return;
      case 'receipt': {
        const result = this.results.get(line.id);
        if (result) this.results.set(line.id, { ...result, received: true });
        return this.forget();
      }
      case 'snapshot':
        return this.restore(line.memory);
    }
  }

  snapshot(): Snapshot {
    return {
      lastSeq: this.lastSeq,
      latestIssuedAt: this.latestIssuedAt,
      generations: Object.fromEntries([...this.generations].map(([fence, newest]) => [fence, newest.toString()])),
      open: [...this.open.values()],
      results: [...this.results.values()],
    };
  }

  private accepted(instruction: Instruction): void {
    this.seen(instruction.seq, instruction.issuedAt);
    const fence = fenceOf(instruction);
    const generation = BigInt(instruction.generation);
    if (generation > (this.generations.get(fence) ?? 0n)) this.generations.set(fence, generation);
    this.open.set(instruction.id, { instruction, begun: false });
  }

  private seen(seq: number, issuedAt: string): void {
    this.lastSeq = Math.max(this.lastSeq, seq);
    if (Date.parse(issuedAt) > Date.parse(this.latestIssuedAt)) this.latestIssuedAt = issuedAt;
  }

  private forget(): void {
    const received = [...this.results].filter(([, result]) => result.received);
    for (const [id] of received.slice(0, Math.max(0, received.length - REMEMBERED_RESULTS))) this.results.delete(id);
  }

  private restore(memory: Snapshot): void {
    this.seen(memory.lastSeq, memory.latestIssuedAt);
    for (const [fence, newest] of Object.entries(memory.generations)) this.generations.set(fence, BigInt(newest));
    for (const entry of memory.open) this.open.set(entry.instruction.id, { ...entry });
    for (const result of memory.results) this.results.set(result.report.instructionId, { ...result });
  }
}
