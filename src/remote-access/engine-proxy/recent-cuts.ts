/** Remembers for a minute what was cut, so that a socket whose verdict was asked just before cannot slip in just after. */
export class RecentCuts {
  private count = 0;
  private readonly cuts = new Map<string, { number: number; at: number }>();

  constructor(private readonly now: () => number) {}

  /** A point in time to compare with later. */
  mark(): number {
    return this.count;
  }

  cut(id: string): void {
    const at = this.now();
    for (const [old, cut] of this.cuts) {
      if (at - cut.at < 60_000) break;
      this.cuts.delete(old);
    }
    this.cuts.delete(id);
    this.cuts.set(id, { number: ++this.count, at });
  }

  /** Whether an id was cut after a mark. */
  wasCutSince(id: string, mark: number): boolean {
    return (this.cuts.get(id)?.number ?? 0) > mark;
  }
}
