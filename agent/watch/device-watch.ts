import type { AgentFrame, RemoteAgentEvidence } from '../../contracts/agent-protocol.js';
import { takeInventory, type InventoryOptions } from '../inventory/take-inventory.js';
import type { Log } from '../log.js';
import type { RemoteAgent } from '../remote-agents/remote-agent.js';
import type { Turnstile } from '../turnstile.js';

/** Consent rules go by who is at the device, so a logon must be known within seconds. */
const INVENTORY_EVERY_MS = 10_000;

export interface WatchOptions {
  readonly remoteAgents: readonly RemoteAgent[];
  readonly inventory: InventoryOptions;
  readonly turnstile: Turnstile;
  readonly log: Log;
  /** False where it could not be sent. */
  readonly send: (frame: AgentFrame) => boolean;
}

/** Looks at the device all the time, repairs what fell over, and tells the server what changed: nothing twice. */
export class DeviceWatch {
  private toldAgents = '';
  private toldInventory = '';
  private readonly timers: NodeJS.Timeout[] = [];
  private looking = false;
  private lookAgain = false;

  constructor(private readonly options: WatchOptions) {}

  start(): void {
    for (const agent of this.options.remoteAgents) {
      agent.onSign(() => void this.look());
      this.timers.push(setInterval(() => void this.look(), agent.lookEveryMs).unref());
    }
    this.timers.push(setInterval(() => void this.tellInventory(), INVENTORY_EVERY_MS).unref());
  }

  /** A new connection knows nothing: everything is told once more. */
  welcomed(): void {
    this.toldAgents = '';
    this.toldInventory = '';
    void this.tellInventory();
    void this.look();
  }

  stop(): void {
    this.timers.forEach(clearInterval);
    for (const agent of this.options.remoteAgents) agent.onSign(() => undefined);
  }

  /** Waits for a running instruction, which reports for itself; signs that arrive meanwhile add up to one more look. */
  async look(): Promise<void> {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    try {
      while (this.lookAgain) {
        this.lookAgain = false;
        await this.options.turnstile.pass(() => this.repairAndTell());
      }
    } finally {
      this.looking = false;
    }
  }

  private async repairAndTell(): Promise<void> {
    const { remoteAgents, log } = this.options;
    await this.tellAgents();
    for (const agent of remoteAgents) {
      await agent
        .repair()
        .catch((error: unknown) => log.warn('a repair failed', { provider: agent.provider, error: String(error) }));
      await agent.learnVersion().catch((error: unknown) => log.error('the version could not be learned', error));
    }
    await this.tellAgents();
  }

  private async tellAgents(): Promise<void> {
    const found = (await Promise.all(this.options.remoteAgents.map(seenOf))).flat();
    const text = JSON.stringify(found);
    if (text !== this.toldAgents && this.options.send({ type: 'remote-agents', found })) this.toldAgents = text;
  }

  private async tellInventory(): Promise<void> {
    const inventory = await takeInventory(this.options.inventory);
    if (inventory.hash !== this.toldInventory && this.options.send(inventory)) this.toldInventory = inventory.hash;
  }
}

async function seenOf(agent: RemoteAgent): Promise<(RemoteAgentEvidence & { own: boolean })[]> {
  const [own, foreign] = await Promise.all([agent.observe(), agent.observeForeign()]);
  return [{ ...own, own: true }, ...foreign.map((evidence) => ({ ...evidence, own: false }))];
}
