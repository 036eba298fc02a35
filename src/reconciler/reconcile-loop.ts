import { ROLLOUT_PAUSE, untilNextExpiry } from '../deployments/index.js';
import { recountStaleSites } from '../deployment-status/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { WakeUps } from '../platform/wake-ups/wake-ups.js';
import { endLapsedLaunches, followAwayLaunches, type ProviderLog } from '../remote-access/index.js';
import { followAwaySessions } from '../support-sessions/index.js';
import type { CertificateSigner } from './certificate-signer.js';
import { certifyOffboardings } from './certify-offboardings.js';
import { executeProviderActs, forgetAnsweredActs } from './execute-provider-acts.js';
import { markUnreadInstances } from './mark-unread-instances.js';
import type { OpenInstances } from './open-instances.js';
import { markLapsedPresence } from './mark-lapsed-presence.js';
import type { DeskFor } from './reconcile-deployments.js';
import { reconcilePass } from './reconcile-pass.js';
import type { InstructionSigner } from './signing-keys.js';

/** A pass never takes more rounds than this before it lets other work in; what is left is found by the next. */
const ROUNDS = 200;
const LONGEST_SLEEP_MS = 30_000;
const SHORTEST_SLEEP_MS = 5;

/** Told of every piece of work of the loop: what it was, how long it took, whether it failed. */
export type WorkObserved = (what: string, seconds: number, failed: boolean) => void;

/**
 * Observes, plans, executes and reports, over and over, from the database alone. Hints make it prompt, the clock makes it sure:
 * it sleeps until the next deployment is due or something expires, at most half a minute. Any number of them may run on one database.
 */
export class ReconcileLoop {
  private running: Promise<void> | null = null;
  private acting: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private again = false;
  private actAgain = false;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    private readonly instances: OpenInstances,
    private readonly deskFor: DeskFor,
    private readonly signer: InstructionSigner | null,
    private readonly certificates: CertificateSigner,
    private readonly log: ProviderLog,
    private readonly observed: WorkObserved = () => undefined,
  ) {}

  start(): void {
    this.wakeUps.on('reconcile', () => this.nudge());
    this.wakeUps.on('act', () => this.nudgeActs());
    this.wakeUps.on('instances', () => void this.attempt('following provider instances', () => this.instances.openAll()));
    this.wakeUps.on('revoke', (key) => void this.cutOff(key));
    this.nudge();
    this.nudgeActs();
  }

  /** Makes a pass soon; while one runs, another follows it. */
  nudge(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.running = this.pass().finally(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.nudge();
      } else void this.sleep();
    });
  }

  /** The sweep: what no hint told. */
  async sweep(): Promise<void> {
    await this.attempt('sweep', async () => {
      await this.instances.openAll();
      await markLapsedPresence(this.unit);
      await markUnreadInstances(this.unit);
      await endLapsedLaunches(this.unit);
      await followAwayLaunches(this.unit, (id) => this.instances.provider(id));
      await forgetAnsweredActs(this.unit);
    });
    this.nudge();
    this.nudgeActs();
  }

  /** Who is in the support sessions that are held at providers. */
  async followSupport(): Promise<void> {
    if (this.stopped) return;
    this.following ??= this.attempt('following support sessions', () => followAwaySessions(this.unit, (id) => this.instances.provider(id))).finally(() => (this.following = null));
    await this.following;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
    await this.acting;
    await this.following;
  }

  /** Who loses an account, a session or a device loses his open sessions with it, within seconds. */
  private async cutOff(key: string): Promise<void> {
    if (key !== '' && /"kind":"(launch|deployment)"/.test(key)) return;
    await this.attempt('cutting off', () => endLapsedLaunches(this.unit));
  }

  private nudgeActs(): void {
    if (this.stopped) return;
    if (this.acting) {
      this.actAgain = true;
      return;
    }
    this.acting = this.attempt('provider acts', async () => {
      for (let round = 0; round < ROUNDS && (await executeProviderActs(this.unit, this.instances)) > 0; round++);
      await certifyOffboardings(this.unit, this.certificates);
    }).finally(() => {
      this.acting = null;
      if (this.actAgain) {
        this.actAgain = false;
        this.nudgeActs();
      }
    });
  }

  private pass(): Promise<void> {
    return this.attempt('reconciliation', async () => {
      let isMore = true;
      for (let round = 0; isMore && round < ROUNDS; round++) isMore = await reconcilePass(this.unit, this.deskFor, this.signer);
      this.again ||= (await recountStaleSites(this.unit)) || isMore;
    });
  }

  private async sleep(): Promise<void> {
    let forMs = LONGEST_SLEEP_MS;
    await this.attempt('finding what is due next', async () => {
      const [{ ms }]: [{ ms: number | null }] = await this.unit.reads.query(NEXT_DUE);
      const next = [ms, await untilNextExpiry(this.unit.reads)].filter((each) => each !== null);
      forMs = Math.max(SHORTEST_SLEEP_MS, Math.min(LONGEST_SLEEP_MS, ...next));
    });
    if (!this.stopped && !this.running) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.nudge(), forMs);
    }
  }

  /** A failure (a lost database, a bug) ends one pass, never the loop. */
  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    const began = performance.now();
    const tell = (failed: boolean) => this.observed(what, (performance.now() - began) / 1000, failed);
    try {
      await work();
      tell(false);
    } catch (error) {
      tell(true);
      this.log.warn({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, `${what} failed and is tried again`);
    }
  }
}

const NEXT_DUE = `
  SELECT extract(epoch FROM least((SELECT min(due_at) FROM deployment), (
           SELECT min(least(r.look_again_at, CASE WHEN EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = r.id) THEN r.looked_at + ${ROLLOUT_PAUSE} END))
             FROM rollout r WHERE r.ended_at IS NULL)) - clock_timestamp())::float8 * 1000 AS ms`;
