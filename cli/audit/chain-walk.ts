import { createHash } from 'node:crypto';
import type { AuditCheckpoint } from '../../contracts/audit-checkpoint.js';

/** A sealed entry as the server hands it out. */
export interface Seal {
  readonly seq: number;
  readonly entryId: string;
  readonly hash: string;
  readonly content: string | null;
}

/** Something that is not as it was sealed. */
export interface Flaw {
  /** The number of the first sealed entry concerned. */
  readonly seq: number;
  readonly detail: string;
}

/** A signed checkpoint, and where it comes from. */
export interface KnownCheckpoint {
  readonly checkpoint: AuditCheckpoint;
  readonly from: 'server' | 'outside';
}

/** Walks the chain from its first entry and computes every hash itself; checkpoints that are known by then say whether it is the same history. */
export class ChainWalk {
  readonly flaws: Flaw[] = [];
  private readonly ahead: KnownCheckpoint[] = [];
  private hash = Buffer.alloc(32);
  private last = 0;
  private compared = 0;

  get length(): number {
    return this.last;
  }

  /** Checkpoints that fitted. */
  get confirmed(): number {
    return this.compared;
  }

  expect(...checkpoints: readonly KnownCheckpoint[]): void {
    this.ahead.push(...checkpoints);
    this.ahead.sort((a, b) => a.checkpoint.seq - b.checkpoint.seq);
  }

  take({ seq, entryId, hash, content }: Seal): void {
    if (seq !== this.last + 1) this.flaw(this.last + 1, seq > this.last ? `missing: after ${this.last} comes ${seq}` : `out of order: after ${this.last} comes ${seq}`);
    if (content === null) this.flaw(seq, `entry ${entryId} is gone`);
    else if (createHash('sha256').update(this.hash).update(content).digest('hex') !== hash) this.flaw(seq, `entry ${entryId}, or the chain before it, is not as it was sealed`);
    // One change is one flaw: from here on the stored hash counts, and the next checkpoint judges it.
    this.hash = Buffer.from(hash, 'hex');
    this.last = seq;
    while (this.ahead[0] && this.ahead[0].checkpoint.seq <= seq) this.compare(this.ahead.shift()!);
  }

  /** Nothing more comes: what was sealed outside and is not here was cut off. */
  end(): void {
    for (const { checkpoint, from } of this.ahead.splice(0)) this.flaw(this.last + 1, `cut short: a checkpoint ${WORDS[from]} knows ${checkpoint.seq} sealed entries, and there are ${this.last}`);
  }

  private compare({ checkpoint, from }: KnownCheckpoint): void {
    if (checkpoint.seq === this.last && checkpoint.hash === this.hash.toString('hex')) this.compared += 1;
    else this.flaw(checkpoint.seq, `another history: the checkpoint ${WORDS[from]} of ${checkpoint.at} does not fit`);
  }

  private flaw(seq: number, detail: string): void {
    this.flaws.push({ seq, detail });
  }
}

const WORDS = { server: 'of the server', outside: 'that was kept outside' } as const;
