import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { syncFolder } from '../state/write-atomically.js';
import type { SignedInstruction } from '../wire/index.js';
import { LedgerMemory, type LedgerLine, type Result } from './ledger-line.js';

const COMPACT_PAST_BYTES = 1024 * 1024;

/**
 * The agent's durable memory of what it was told and what came of it: append-only JSON lines, each on disk before its
 * effect begins. A process killed at any byte leaves at most one torn last line, which is as if it was never written.
 */
export class Ledger {
  private constructor(
    private readonly path: string,
    private file: number,
    private size: number,
    private readonly memory: LedgerMemory,
    private compactPastBytes: number,
  ) {}

  /** Opens or creates; throws where the file cannot be read or written. */
  static open(path: string, compactPastBytes = COMPACT_PAST_BYTES): Ledger {
    rmSync(`${path}.new`, { force: true });
    const file = openSync(path, 'a+', 0o600);
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) ftruncateSync(file, whole);
    const memory = new LedgerMemory();
    for (const text of bytes.subarray(0, whole).toString('utf8').split('\n')) {
      const line = parseLine(text);
      if (line) memory.add(line);
    }
    return new Ledger(path, file, whole, memory, compactPastBytes);
  }

  get lastSeq(): number {
    return this.memory.lastSeq;
  }

  get latestIssuedAt(): string {
    return this.memory.latestIssuedAt;
  }

  get generations(): ReadonlyMap<string, bigint> {
    return this.memory.generations;
  }

  /** Instructions that were accepted and have no result yet, oldest first; `begun` ones were under way when we stopped. */
  open(): readonly { readonly instruction: Instruction; readonly begun: boolean }[] {
    return [...this.memory.open.values()].sort((a, b) => a.instruction.seq - b.instruction.seq);
  }

  isOpen(id: string): boolean {
    return this.memory.open.has(id);
  }

  resultOf(id: string): ReportFrame | undefined {
    return this.memory.results.get(id)?.report;
  }

  /** Results that the server has not confirmed, in the order they came about. */
  unconfirmed(): readonly ReportFrame[] {
    return [...this.memory.results.values()].filter((result) => !result.received).map((result) => result.report);
  }

  /** Throws where the promise to execute at most once cannot be made durable; the instruction must then not be executed. */
  accept(instruction: Instruction): void {
    this.append({ what: 'accepted', instruction });
  }

  begin(id: string): void {
    this.append({ what: 'begun', id });
  }

  finish(report: ReportFrame, kind: string): void {
    this.append({ what: 'result', kind, report });
  }

  /** A refused instruction has been seen all the same: its number is used up. */
  refuse(report: ReportFrame, { kind, seq, issuedAt }: Pick<SignedInstruction, 'kind' | 'seq' | 'issuedAt'>): void {
    this.append({ what: 'result', kind, report, seq, issuedAt });
  }

  /** Returns the result that is hereby confirmed for the first time, if there is one. */
  receive(id: string): Result | undefined {
    const result = this.memory.results.get(id);
    if (!result || result.received) return undefined;
    this.append({ what: 'receipt', id });
    return result;
  }

  close(): void {
    closeSync(this.file);
  }

  private append(line: LedgerLine): void {
    const text = `${JSON.stringify(line)}\n`;
    try {
      if (writeSync(this.file, text) < Buffer.byteLength(text))
        throw new Error('the disk took only a part of the line');
      fdatasyncSync(this.file);
    } catch (error) {
      // A part of the line may have reached the file; the next one must not be glued to it.
      ftruncateSync(this.file, this.size);
      throw error;
    }
    this.size += Buffer.byteLength(text);
    this.memory.add(line);
    if (this.size > this.compactPastBytes) this.compact();
  }

  /** Replaces the lines by their sum. Where that fails the lines stay, which costs space and nothing else. */
  private compact(): void {
    const fresh = `${this.path}.new`;
    try {
      writeDurably(
        fresh,
        `${JSON.stringify({ what: 'snapshot', memory: this.memory.snapshot() } satisfies LedgerLine)}\n`,
      );
    } catch {
      rmSync(fresh, { force: true });
      return;
    }
    // Windows does not replace a file that is open.
    closeSync(this.file);
    renameSync(fresh, this.path);
    this.file = openSync(this.path, 'a', 0o600);
    syncFolder(dirname(this.path));
    this.size = fstatSync(this.file).size;
    // Else a sum larger than the limit would be written anew at every line.
    this.compactPastBytes = Math.max(this.compactPastBytes, 2 * this.size);
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A line that is not JSON is a scar of the disk, not a reason to forget the others. */
function parseLine(text: string): LedgerLine | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as LedgerLine);
  } catch {
    return undefined;
  }
}
