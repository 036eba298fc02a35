/** Lets one act through at a time, in the order of arrival. */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve();
  private inside = 0;

  get isBusy(): boolean {
    return this.inside > 0;
  }

  /** Resolves or rejects as the act does; a failed act does not hold up the next. */
  pass<T>(act: () => Promise<T>): Promise<T> {
    this.inside += 1;
    const result = this.last.then(act).finally(() => (this.inside -= 1));
    this.last = result.catch(() => undefined);
    return result;
  }
}
