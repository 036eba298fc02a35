import { SYSTEM } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct } from '../acts/await-act.js';
import { requestAct } from '../acts/provider-act.js';
import type { BrowserLaunch, EngineVerdicts, LaunchActivity, LaunchEntry, RelayVerdict } from '../engine-proxy/engine-verdicts.js';
import type { LaunchMode } from '../provider.js';
import { userAgentHash } from './browser-mark.js';
import { endLaunch } from './end-launch.js';

const COOKIE_MS = 3_000;
const bytes = (hash: string) => Buffer.from(hash, 'hex');

/** Answers the engine's listeners from the database; what needs the engine's key is asked of core. A failure refuses. */
export class DatabaseVerdicts implements EngineVerdicts {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    private readonly warn: (facts: Record<string, unknown>, message: string) => void,
  ) {}

  async enterLaunch(entryHash: string, browserHash: string, userAgent: string | null): Promise<LaunchEntry | null> {
    return this.unit.run(async (tx) => {
      const [launch]: { id: string; share_path: string; seconds: number }[] = await tx.query(
        `WITH entered AS (
           UPDATE launch SET entry_used_at = now(), browser_hash = $2, state = 'active', last_active_at = now()
            WHERE entry_hash = $1 AND user_agent_hash = $3 AND entry_used_at IS NULL AND state = 'minted' AND redeemed_at > now() - interval '60 seconds'
           RETURNING id, share_path, extract(epoch FROM share_expires_at - now())::int AS seconds)
         SELECT * FROM entered`,
        [bytes(entryHash), bytes(browserHash), userAgentHash(userAgent)],
      );
      return launch ? { launchId: launch.id, path: launch.share_path, cookieSeconds: launch.seconds } : null;
    });
  }

  async launchOfBrowser(browserHash: string): Promise<BrowserLaunch | null> {
    const [launch]: { id: string; share_id: string; share_path: string; mode: LaunchMode; asks_first: boolean; live: boolean; idle: number; ends_at: Date }[] = await this.unit.reads.query(
      `SELECT l.id, l.share_id, l.share_path, l.mode, l.asks_first, l.share_expires_at AS ends_at, l.idle_minutes AS idle,
              l.state = 'active' AND l.share_expires_at > now() AND s.id IS NOT NULL AS live
         FROM launch l LEFT JOIN operator_session s ON s.id = l.session_id AND s.revoked_at IS NULL AND s.expires_at > now()
        WHERE l.browser_hash = $1`,
      [bytes(browserHash)],
    );
    return launch ? { launchId: launch.id, shareId: launch.share_id, path: launch.share_path, mode: launch.mode, asksFirst: launch.asks_first, live: launch.live, idleMinutes: launch.idle, endsAt: launch.ends_at } : null;
  }

  async relayCookie(side: 'browser' | 'endpoint', cookie: string): Promise<RelayVerdict | null> {
    const [instance]: { id: string }[] = await this.unit.reads.query('SELECT id FROM provider_instance WHERE embedded ORDER BY created_at LIMIT 1');
    if (!instance) return null;
    const actId = await this.unit.run((tx) => requestAct(tx, { kind: 'judge-cookie', request: { cookie }, providerInstanceId: instance.id }));
    const answer = await awaitAct(this.unit, this.wakeUps, actId, COOKIE_MS);
    if (answer['live'] !== true || answer['side'] !== side) return null;
    return { remoteId: text(answer['remoteId']), shareId: text(answer['shareId']), launchId: text(answer['launchId']) };
  }

  launchActivity(launchId: string, activity: LaunchActivity): void {
    this.inBackground('a launch was not followed', async () => {
      if (activity.kind === 'opened') await this.touch(launchId, 0, 0);
      else if (activity.kind === 'bytes') await this.touch(launchId, activity.fromBrowser, activity.toBrowser);
      else if (activity.why !== 'gone') await this.unit.run((tx) => endLaunch(tx, launchId, activity.why, SYSTEM));
    });
  }

  async agentSecret(secretHash: string): Promise<{ readonly deploymentId: string } | null> {
    const [deployment]: { id: string }[] = await this.unit.reads.query(
      `SELECT p.id FROM deployment p WHERE p.secret_hash = $1 AND p.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM removal_given_up g WHERE g.deployment_id = p.id AND g.generation = p.generation)`,
      [bytes(secretHash)],
    );
    return deployment ? { deploymentId: deployment.id } : null;
  }

  agentConnected(deploymentId: string): void {
    this.lookAgain(deploymentId);
  }

  agentClosed(deploymentId: string): void {
    this.lookAgain(deploymentId);
  }

  /** The provider's own events say the same a little later; this only makes it prompt. */
  private lookAgain(deploymentId: string): void {
    this.inBackground('a remote agent was not noticed', () => this.unit.run((tx) => tx.query('UPDATE deployment SET due_at = now() WHERE id = $1', [deploymentId])));
  }

  private async touch(launchId: string, fromBrowser: number, toBrowser: number): Promise<void> {
    await this.unit.run((tx) =>
      tx.query(
        `UPDATE launch SET opened_at = coalesce(opened_at, now()), last_active_at = now(), bytes_in = bytes_in + $2, bytes_out = bytes_out + $3
          WHERE id = $1 AND state = 'active'`,
        [launchId, fromBrowser, toBrowser],
      ),
    );
  }

  private inBackground(failure: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => this.warn({ error: String(error) }, failure));
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
