import { connect } from 'node:net';
import type { AgentFrame, ReportFrame } from '../../contracts/agent-protocol.js';

const PROBE_EVERY_MS = 5_000;
const CONNECT_PATIENCE_MS = 3_000;

/** Whether what failed would no longer fail; cheap, and without a download. */
export type Probe = () => Promise<boolean>;

/**
 * Watches the causes of failures and tells the server when one is gone, so that nobody waits for the next scheduled
 * try. Causes that cannot be probed from here are left to that schedule.
 */
export class CauseWatch {
  private readonly causes = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly probes: Readonly<Record<string, Probe>>,
    private readonly send: (frame: AgentFrame) => boolean,
    private readonly everyMs = PROBE_EVERY_MS,
  ) {}

  settled({ outcome, errorCode }: ReportFrame): void {
    // A success proves every earlier cause gone, and the server sees that by itself.
    if (outcome === 'done') return this.stop();
    const probe = errorCode && this.probes[errorCode];
    if (!probe || this.causes.has(errorCode)) return;
    this.causes.set(errorCode, setInterval(() => void this.check(errorCode, probe), this.everyMs).unref());
  }

  stop(): void {
    this.causes.forEach((timer) => clearInterval(timer));
    this.causes.clear();
  }

  private async check(code: string, probe: Probe): Promise<void> {
    if (!(await probe().catch(() => false)) || !this.causes.has(code)) return;
    if (!this.send({ type: 'cause-cleared', code })) return;
    clearInterval(this.causes.get(code));
    this.causes.delete(code);
  }
}

/** Whether a TCP connection to this URL's server comes about; covers the name's resolution too. */
export function canConnectTo(url: URL): Promise<boolean> {
  const port = Number(url.port || (url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80));
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
    const answer = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.setTimeout(CONNECT_PATIENCE_MS, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
