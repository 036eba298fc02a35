import type { AuditCheckpoint } from '../../../contracts/audit-checkpoint.js';
import { GENESIS, link } from './chain.js';

/** One seal with the content of its entry; null where the entry is gone. */
export interface SealedEntry {
  readonly seq: number;
  readonly entryId: string;
  readonly hash: Buffer;
  readonly content: string | null;
}

export const PROBLEM_KINDS = ['seal-missing', 'entry-missing', 'hash-differs', 'checkpoint-differs', 'cut-short', 'checkpoint-not-genuine'] as const;

/** Something that is not as it was sealed. */
export interface AuditProblem {
  readonly kind: (typeof PROBLEM_KINDS)[number];
  /** The number of the first sealed entry concerned. */
  readonly seq: number;
  readonly detail: string;
}

/**
 * Walks the sealed history in order and says what does not fit. A changed, lost or exchanged entry breaks the chain where it is. Whoever
 * writes the chain anew from there on is found by the next checkpoint, which he cannot sign; whoever cuts it short, checkpoints included,
 * by those that are kept outside.
 */
export class ChainVerifier {
  readonly problems: AuditProblem[] = [];
  private readonly due: { readonly checkpoint: AuditCheckpoint; readonly from: string }[];
  private hash = GENESIS;
  private last = 0;

  constructor(
    checkpoints: { readonly stored: readonly AuditCheckpoint[]; readonly outside: readonly AuditCheckpoint[] },
    private readonly isGenuine: (checkpoint: AuditCheckpoint) => boolean,
  ) {
    const all = [
      ...checkpoints.stored.map((checkpoint) => ({ checkpoint, from: 'a stored checkpoint' })),
      ...checkpoints.outside.map((checkpoint) => ({ checkpoint, from: 'a checkpoint that was kept outside' })),
    ];
    this.due = all.filter(({ checkpoint, from }) => this.checked(checkpoint, from)).sort((a, b) => a.checkpoint.seq - b.checkpoint.seq);
  }

  get sealed(): number {
    return this.last;
  }

  /** Takes the next seal; they come in the order of their numbers. */
  add({ seq, entryId, hash, content }: SealedEntry): void {
    if (seq !== this.last + 1) this.problem('seal-missing', this.last + 1, `after ${this.last} comes ${seq}`);
    if (content === null) this.problem('entry-missing', seq, `entry ${entryId} is gone`);
    else if (!link(this.hash, content).equals(hash)) this.problem('hash-differs', seq, `entry ${entryId}, or the chain before it, is not as it was sealed`);
    // From here on what is stored counts, so that one change is one problem and not thousands.
    this.hash = hash;
    this.last = seq;
    while (this.due[0] && this.due[0].checkpoint.seq <= seq) this.compare(this.due.shift()!);
  }

  /** Nothing more comes. */
  end(): readonly AuditProblem[] {
    for (const { checkpoint, from } of this.due) this.problem('cut-short', this.last + 1, `${from} knows ${checkpoint.seq} sealed entries, and there are ${this.last}`);
    return this.problems;
  }

  private compare({ checkpoint, from }: { readonly checkpoint: AuditCheckpoint; readonly from: string }): void {
    if (checkpoint.seq === this.last && checkpoint.hash === this.hash.toString('hex')) return;
    this.problem('checkpoint-differs', checkpoint.seq, `${from} of ${checkpoint.at} knows another history up to here`);
  }

  private checked(checkpoint: AuditCheckpoint, from: string): boolean {
    if (this.isGenuine(checkpoint)) return true;
    this.problem('checkpoint-not-genuine', Number(checkpoint.seq) || 0, `${from} was not signed by this installation`);
    return false;
  }

  private problem(kind: AuditProblem['kind'], seq: number, detail: string): void {
    this.problems.push({ kind, seq, detail });
  }
}
