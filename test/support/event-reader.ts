import type { BrowserSession } from './browser-session.js';

export interface ReceivedEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Follows `GET /events` as a browser's EventSource would. */
export class EventReader {
  readonly received: ReceivedEvent[] = [];
  private readonly aborting = new AbortController();
  private ended = false;
  private waiting: (() => void)[] = [];

  static async open(browser: BrowserSession, headers: Record<string, string> = {}): Promise<EventReader> {
    const reader = new EventReader();
    const response = await browser.raw('/events', {
      headers: { cookie: browser.cookieHeader, ...headers },
      signal: reader.aborting.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`events: ${response.status}`);
    void reader.read(response.body);
    return reader;
  }

  close(): void {
    this.aborting.abort();
  }

  /** Waits for the first event that fits; rejects when the stream ends or nothing comes in time. */
  async next(fits: (event: ReceivedEvent) => boolean, withinMs = 5_000): Promise<ReceivedEvent> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      if (this.ended || Date.now() > deadline) throw new Error(`no such event among ${JSON.stringify(this.received)}`);
      await this.somethingHappens(Math.max(1, deadline - Date.now()));
    }
  }

  async untilEnd(withinMs = 8_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!this.ended) {
      if (Date.now() > deadline) throw new Error('the stream did not end');
      await this.somethingHappens(Math.max(1, deadline - Date.now()));
    }
  }

  private somethingHappens(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const part of body) {
        text += decoder.decode(part, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
        this.wake();
      }
    } catch {
      // Cut off by either side: the end is what matters.
    }
    this.ended = true;
    this.wake();
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
    const event = field('event');
    if (event !== null) this.received.push({ id: field('id'), event, data: field('data') ?? '' });
  }

  private wake(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }
}
