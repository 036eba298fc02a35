/** Takes what is due, at most so many, under a lease: what is taken and not done is found again later. */
export type TakeDue = (atMost: number) => Promise<readonly (() => Promise<void>)[]>;

/** Does what is due, so many at a time; one that takes long keeps none of the others waiting. */
export class Lane {
  private readonly underWay = new Set<Promise<void>>();
  private taking: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly take: TakeDue,
    private readonly atOnce: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Begins what is due and says when it has begun. */
  async look(): Promise<void> {
    if (this.taking) {
      this.again = true;
      return this.taking;
    }
    this.taking = this.begin().catch(this.failed).finally(() => (this.taking = null));
    await this.taking;
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.taking || this.underWay.size > 0) await Promise.all([this.taking, ...this.underWay]);
  }

  private async begin(): Promise<void> {
    do {
      this.again = false;
      const free = this.atOnce - this.underWay.size;
      const works = free > 0 ? await this.take(free) : [];
      for (const work of works) this.start(work);
    } while (this.again);
  }

  private start(work: () => Promise<void>): void {
    const going = work().catch(this.failed).finally(() => {
      this.underWay.delete(going);
      // Somebody may have waited for this place, or for this very receiver.
      void this.look();
    });
    this.underWay.add(going);
  }
}
