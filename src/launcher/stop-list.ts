/** Thrown into a start-up that was asked to stop half-way. */
export class StoppedWhileStarting extends Error {
  constructor() {
    super('stopped while starting');
  }
}

/** What has been started and must be stopped, last started first, even when the wish comes in the middle of starting. */
export class StopList {
  private readonly entries: { readonly name: string; readonly stop: () => Promise<unknown> | unknown }[] = [];
  private readonly heralds: (() => void)[] = [];
  private ending: Promise<void> | undefined;

  get isStopping(): boolean {
    return this.ending !== undefined;
  }

  /** Remembers how to stop something; stops it at once and throws `StoppedWhileStarting` when everything is being stopped. */
  async add(name: string, stop: () => Promise<unknown> | unknown): Promise<void> {
    if (!this.isStopping) {
      this.entries.push({ name, stop });
      return;
    }
    await stop();
    throw new StoppedWhileStarting();
  }

  /** Calls back when stopping begins, before anything is stopped. */
  whenStopping(tell: () => void): void {
    this.heralds.push(tell);
  }

  /** Throws `StoppedWhileStarting` when everything is being stopped. */
  goOn(): void {
    if (this.isStopping) throw new StoppedWhileStarting();
  }

  /** Stops everything, once; what fails to stop hinders nobody. */
  stopAll(tell: (name: string, error: unknown) => void): Promise<void> {
    this.ending ??= this.run(tell);
    return this.ending;
  }

  private async run(tell: (name: string, error: unknown) => void): Promise<void> {
    for (const tell of this.heralds) tell();
    for (const { name, stop } of this.entries.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        tell(name, error);
      }
    }
  }
}
