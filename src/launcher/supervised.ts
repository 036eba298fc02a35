import { setTimeout as sleep } from 'node:timers/promises';
import { BackOff } from './back-off.js';

/** Something that runs until it ends or is stopped. */
export interface Running {
  readonly pid: number;
  /** Resolves with a sentence, whatever ended it. */
  readonly ended: Promise<string>;
  /** Ends it, by force if need be, in about that time. */
  stop(withinMs: number): Promise<void>;
}

export interface SupervisedOptions<T extends Running> {
  readonly name: string;
  /** The signal comes when it is to be stopped before it has begun: then nothing of it may stay. */
  readonly begin: (signal: AbortSignal) => Promise<T>;
  readonly log: (level: 'info' | 'warn' | 'error', sentence: string) => void;
  readonly backOff?: BackOff;
}

/** Keeps one thing running: what ends without having been asked to is begun again, ever more patiently. */
export class Supervised<T extends Running> {
  private current: T | undefined;
  private tellStarted: (running: T) => void = () => undefined;
  private beginning: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly backOff: BackOff;

  constructor(private readonly options: SupervisedOptions<T>) {
    this.backOff = options.backOff ?? new BackOff();
  }

  get running(): T | undefined {
    return this.current;
  }

  /** Begins it for the first time; rejects when that fails, and does not try again. */
  async start(): Promise<T> {
    const beginning = this.options.begin(this.stopping.signal);
    this.beginning = beginning;
    return this.watch(await beginning);
  }

  /** Calls back at every start from now on. */
  whenStarted(tell: (running: T) => void): void {
    this.tellStarted = tell;
  }

  /** Begins it in the background and goes on trying. */
  startPatiently(): void {
    void this.beginAgain(0);
  }

  /** Ends the current run so that supervision begins a new one, with whatever has changed. */
  async restart(withinMs: number): Promise<void> {
    await this.current?.stop(withinMs);
  }

  async stop(withinMs: number): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.beginning.catch(() => undefined), sleep(withinMs)]);
    await this.current?.stop(withinMs);
  }

  private watch(running: T): T {
    this.current = running;
    const began = Date.now();
    void running.ended.then((sentence) => {
      if (this.current === running) this.current = undefined;
      if (this.stopping.signal.aborted) return;
      this.options.log('warn', `${sentence}; it is started again.`);
      void this.beginAgain(Date.now() - began);
    });
    return running;
  }

  private async beginAgain(ranMs: number): Promise<void> {
    for (let lastedMs = ranMs; ; lastedMs = 0) {
      const waitMs = this.backOff.waitMs(lastedMs);
      await sleep(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      try {
        const beginning = this.options.begin(this.stopping.signal);
        this.beginning = beginning;
        const running = this.watch(await beginning);
        this.options.log('info', `${this.options.name} runs again (process ${running.pid}).`);
        this.tellStarted(running);
        return;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.options.log('error', `${this.options.name} could not be started: ${(error as Error).message}`);
      }
    }
  }
}
