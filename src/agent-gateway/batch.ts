/**
 * Collects keys that arrive close together and handles them at once, one batch at a time; while one is being handled the next
 * fills. Keys are handled once per batch however often they were added.
 */
export class Batch<K> {
  private waiting = new Set<K>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly handle: (keys: K[]) => Promise<void>,
    private readonly options: { readonly windowMs: number; readonly most: number; readonly onError: (error: unknown, keys: K[]) => void },
  ) {}

  get size(): number {
    return this.waiting.size;
  }

  add(key: K): void {
    this.waiting.add(key);
    if (this.running || this.timer) return;
    this.timer = setTimeout(() => this.start(), this.options.windowMs);
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.waiting.size > 0 || this.running) {
      if (!this.running) this.start();
      await this.running;
    }
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
      if (this.waiting.size > 0) this.start();
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.size > 0) {
      const keys = [...this.waiting].slice(0, this.options.most);
      if (keys.length === this.waiting.size) this.waiting = new Set();
      else for (const key of keys) this.waiting.delete(key);
      try {
        await this.handle(keys);
      } catch (error) {
        this.options.onError(error, keys);
      }
    }
  }
}
