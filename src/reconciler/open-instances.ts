import type { CoreConfig } from '../platform/config/process-config.js';
import { systemClock } from '../platform/clock.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';
import type { SealingKey } from '../platform/sealing/sealing-key.js';
import { providerKind, type ProviderLog, type RemoteAccessProvider } from '../remote-access/index.js';
import { endpointRecorder, recordHealth } from './observe-endpoints.js';

interface OpenInstance {
  readonly provider: RemoteAccessProvider;
  readonly stop: () => void;
}

interface InstanceRow {
  id: string;
  kind: string;
  embedded: boolean;
  connection: Record<string, string>;
}

/** The provider instances that this core is connected to, each observed all the time. */
export class OpenInstances {
  private readonly open = new Map<string, OpenInstance>();

  constructor(
    private readonly unit: UnitOfWork,
    private readonly sealing: SealingKey,
    private readonly config: CoreConfig,
    private readonly log: ProviderLog,
  ) {}

  provider(instanceId: string): RemoteAccessProvider | null {
    return this.open.get(instanceId)?.provider ?? null;
  }

  /** Opens every configured instance that is not open yet. */
  async openAll(): Promise<void> {
    if (this.config.engine) await this.ensureEmbeddedInstance();
    const rows: InstanceRow[] = await this.unit.reads.query('SELECT id, kind, embedded, connection FROM provider_instance ORDER BY created_at, id');
    for (const row of rows) if (!this.open.has(row.id)) await this.openOne(row);
  }

  async close(): Promise<void> {
    for (const { provider, stop } of this.open.values()) {
      stop();
      await provider.close();
    }
    this.open.clear();
  }

  private async openOne(row: InstanceRow): Promise<void> {
    const kind = providerKind(row.kind);
    const connection = row.embedded ? this.embeddedConnection() : { ...row.connection, ...(await this.secretsOf(row.id)) };
    if (!kind || !connection) return;
    const provider = kind.open(connection, { clock: systemClock, log: this.log });
    const stop = provider.observe(endpointRecorder(this.unit, provider, row.id, inTurn(this.log)));
    this.open.set(row.id, { provider, stop });
    await this.recordProbe(row.id, provider);
  }

  private async recordProbe(instanceId: string, provider: RemoteAccessProvider): Promise<void> {
    const probe = await provider.probe();
    await this.unit.run(async (tx) => {
      await tx.query('UPDATE provider_instance SET engine_version = coalesce($2, engine_version), below_floor = CASE WHEN $4 THEN $3 ELSE below_floor END WHERE id = $1', [instanceId, probe.version, probe.belowFloor, probe.reachable]);
      if (!probe.reachable) await recordHealth(tx, instanceId, probe.error?.kind === 'unauthorised' ? 'refused' : 'unreachable', probe.error?.kind === 'unauthorised' ? 'RA-INS-03' : 'RA-INS-01');
    });
  }

  private async ensureEmbeddedInstance(): Promise<void> {
    const kind = this.config.engine?.kind;
    if (!kind) return;
    await this.unit.run((tx) =>
      tx.query(
        `INSERT INTO provider_instance (id, kind, name, embedded) SELECT $1, $2, 'Embedded engine', true
          WHERE NOT EXISTS (SELECT 1 FROM provider_instance WHERE embedded AND kind = $2) ON CONFLICT DO NOTHING`,
        [randomIds.uuid(), kind],
      ),
    );
  }

  private embeddedConnection(): Record<string, string> | null {
    return this.config.engine ? { ...this.config.engine.connection } : null;
  }

  private async secretsOf(instanceId: string): Promise<Record<string, string>> {
    const rows: { name: string; sealed: Buffer }[] = await this.unit.reads.query('SELECT name, sealed FROM provider_secret WHERE provider_instance_id = $1', [instanceId]);
    return Object.fromEntries(rows.map(({ name, sealed }) => [name, this.sealing.open(`provider-secret:${instanceId}:${name}`, sealed).toString()]));
  }
}

/** One writer per instance; what fails is said and does not hold up what comes after it, since the next whole reading repairs it. */
function inTurn(log: ProviderLog): (work: () => Promise<void>) => void {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work).catch((error: unknown) => log.warn({ error: String(error) }, 'an observation was not stored'));
  };
}
