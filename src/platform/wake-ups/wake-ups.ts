import type { EntityManager } from 'typeorm';
import { Client } from 'pg';

/**
 * Hints between processes over LISTEN/NOTIFY. The database is the message: a lost hint costs delay, never truth, because
 * every listener also sweeps. Hints sent inside a transaction are delivered at its commit, or never.
 */
export const WAKE_UP_TOPICS = {
  /** Something to plan; no key. */
  reconcile: 'latchkey_reconcile',
  /** A provider act waits for core; key = act id. */
  act: 'latchkey_act',
  /** A provider instance was connected, changed or taken away; no key. */
  instances: 'latchkey_instances',
  /** Something is to be told, mailed or posted; no key. */
  notify: 'latchkey_notify',
  /** What web asked of core was answered; key = the id of the question. */
  acted: 'latchkey_acted',
  /** A job over many devices waits for web; no key. */
  bulk: 'latchkey_bulk',
  /** Something is to be told to a guest of a support session, or has become of him; key = guest id. */
  guest: 'latchkey_guest',
  /** A guest's browser answered whoever watches it; key = id of the viewing. */
  viewer: 'latchkey_viewer',
  /** A device has a new order; key = device id. */
  instruct: 'latchkey_instruct',
  /** A person should see a change; key = JSON of a `ChangeEvent`. */
  changed: 'latchkey_changed',
  /** Something must be cut off now; key = JSON `{kind: 'operator'|'session'|'device'|'connection'|'launch'|'deployment', id}`. */
  revoke: 'latchkey_revoke',
  /** What somebody may do has changed without an end of his sessions; key = operator id. */
  authority: 'latchkey_authority',
} as const;
export type WakeUpTopic = keyof typeof WAKE_UP_TOPICS;

/** Sends a hint at the commit of `tx`. */
export async function wakeUp(tx: EntityManager, topic: WakeUpTopic, key = ''): Promise<void> {
  await tx.query('SELECT pg_notify($1, $2)', [WAKE_UP_TOPICS[topic], key]);
}

/** Sends one hint for each key at the commit of `tx`, in one statement. */
export async function wakeUpEach(tx: EntityManager, topic: WakeUpTopic, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await tx.query('SELECT pg_notify($1, key) FROM unnest($2::text[]) AS key', [WAKE_UP_TOPICS[topic], keys]);
}

type Listener = (key: string) => void;

/** One dedicated connection that listens; reconnects by itself and tells listeners `''` then, since hints may have been lost. */
export class WakeUps {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly url: string) {}

  on(topic: WakeUpTopic, listener: Listener): () => void {
    const channel = WAKE_UP_TOPICS[topic];
    const set = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Begins to listen; resolves when the first connection stands, rejects when it cannot be made. */
  async start(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: 'latchkey wake-ups', keepAlive: true });
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.listeners.get(channel) ?? []) listener(payload ?? '');
    });
    await client.connect();
    for (const channel of Object.values(WAKE_UP_TOPICS)) await client.query(`LISTEN ${channel}`);
    this.client = client;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private reconnect(client: Client): void {
    if (this.closed || this.retry || (this.client !== undefined && this.client !== client)) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.start().then(
        () => {
          for (const set of this.listeners.values()) for (const listener of set) listener('');
        },
        () => this.reconnect(client),
      );
    }, 500);
  }
}
