import type { CoreConfig } from '../platform/config/process-config.js';
import { type Clock, systemClock } from '../platform/clock.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';
import type { CoreBox } from '../platform/sealing/core-box.js';
import { type ConnectionTrial, providerKind, ProviderError, type ProviderLog, type RemoteAccessProvider } from '../remote-access/index.js';
import { openConnection } from './open-connection.js';
import { endpointRecorder, recordHealth, recordLoss } from './observe-endpoints.js';
import { recordProbe } from './record-probe.js';
import { recordProviderEvent } from './record-provider-event.js';

interface OpenInstance {
  readonly provider: RemoteAccessProvider;
  readonly stop: () => void;
  readonly connectionVersion: number;
  /** Milliseconds of the epoch; 0 until it was. */
  probedAt: number;
}

/** A server of an old version, and a new version of its remote agents, are noticed within a day. */
const PROBE_EVERY_MS = 24 * 60 * 60_000;
const SWITCHED_OFF = 'RA-INS-02';

interface InstanceRow {
  id: string;
  kind: string;
  embedded: boolean;
  enabled: boolean;
  connection: Record<string, string>;
  connection_version: number;
  health_code: string | null;
}

/** The provider instances that this core is connected to, each observed all the time. */
export class OpenInstances {
  private readonly open = new Map<string, OpenInstance>();
  /** As what an instance could not be opened; it is tried again when it was changed. */
  private readonly unfit = new Map<string, number>();
  private last: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly box: CoreBox,
    private readonly config: CoreConfig,
    private readonly log: ProviderLog,
    private readonly clock: Clock = systemClock,
  ) {}

  provider(instanceId: string): RemoteAccessProvider | null {
    return this.open.get(instanceId)?.provider ?? null;
  }

  /** Follows what is configured, and asks everybody who was not asked for a day how he is. */
  async openAll(): Promise<void> {
    await this.ensureEmbeddedInstance();
    await this.follow();
    const now = this.clock.now().getTime();
    const due = [...this.open].filter(([, { probedAt }]) => now - probedAt > PROBE_EVERY_MS);
    await Promise.all(due.map(([id, instance]) => this.probe(id, instance, now)));
  }

  /** Opens what is configured, closes what is gone or switched off, and opens again what is to be reached otherwise. */
  follow(): Promise<void> {
    const mine = this.last.then(() => this.followNow());
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Asks a server how it is by a connection that is not stored, or not yet. */
  async tryConnection(trial: ConnectionTrial): Promise<Record<string, unknown>> {
    const provider = await openConnection(this.unit.reads, this.box, trial, this.portsOf(trial.kind));
    try {
      const { reachable, version, belowFloor, roundTripMs, error } = await provider.probe();
      return { reachable, version, belowFloor, roundTripMs, code: error?.code ?? null, detail: error?.detail ?? null };
    } finally {
      await provider.close();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.last;
    for (const id of [...this.open.keys()]) await this.closeOne(id);
  }

  private async followNow(): Promise<void> {
    if (this.isClosed) return;
    const rows: InstanceRow[] = await this.unit.reads.query('SELECT id, kind, embedded, enabled, connection, connection_version, health_code FROM provider_instance ORDER BY created_at, id');
    const wanted = new Map(rows.filter(({ enabled }) => enabled).map((row) => [row.id, row]));
    for (const [id, { connectionVersion }] of [...this.open]) if (wanted.get(id)?.connection_version !== connectionVersion) await this.closeOne(id);
    for (const row of rows) {
      if (!row.enabled && row.health_code !== SWITCHED_OFF) await this.unit.run((tx) => recordHealth(tx, row.id, 'unreachable', SWITCHED_OFF, 'It is switched off here.'));
      if (row.enabled && !this.open.has(row.id) && this.unfit.get(row.id) !== row.connection_version) await this.openOne(row);
    }
  }

  private async openOne(row: InstanceRow): Promise<void> {
    try {
      const provider = await this.connect(row);
      if (!provider) return;
      this.unfit.delete(row.id);
      const stop = provider.observe(endpointRecorder(this.unit, provider, row.id, inTurn(this.log)));
      this.open.set(row.id, { provider, stop, connectionVersion: row.connection_version, probedAt: 0 });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.unfit.set(row.id, row.connection_version);
      await this.unit.run((tx) => recordLoss(tx, row.id, error));
    }
  }

  private async connect({ id, kind, embedded, connection }: InstanceRow): Promise<RemoteAccessProvider | null> {
    const ports = this.portsOf(kind);
    if (!embedded) return openConnection(this.unit.reads, this.box, { kind, connection, sealed: {}, instanceId: id }, ports);
    return this.config.engine ? (providerKind(kind)?.open({ ...this.config.engine.connection }, ports) ?? null) : null;
  }

  private portsOf(kind: string) {
    return { clock: this.clock, log: this.log, raisedFloor: this.config.floors[kind] };
  }

  private async closeOne(id: string): Promise<void> {
    const instance = this.open.get(id);
    this.open.delete(id);
    instance?.stop();
    await instance?.provider.close();
  }

  private async probe(id: string, instance: OpenInstance, now: number): Promise<void> {
    instance.probedAt = now;
    await recordProbe(this.unit, id, instance.provider);
  }

  private async ensureEmbeddedInstance(): Promise<void> {
    if (!this.config.engine) return;
    const { kind, name, startedAt = null } = this.config.engine;
    await this.unit.run(async (tx) => {
      await tx.query(
        `INSERT INTO provider_instance (id, kind, name, embedded) SELECT $1, $2, $3, true
          WHERE NOT EXISTS (SELECT 1 FROM provider_instance WHERE embedded AND kind = $2) ON CONFLICT DO NOTHING`,
        [randomIds.uuid(), kind, name],
      );
      const [started]: { id: string }[] = await tx.query(
        `WITH started AS (UPDATE provider_instance SET started_at = $2 WHERE embedded AND kind = $1 AND started_at IS DISTINCT FROM $2::timestamptz RETURNING id) SELECT id FROM started`,
        [kind, startedAt],
      );
      if (started && startedAt !== null) await recordProviderEvent(tx, started.id, { kind: 'started' });
    });
  }
}

/** One writer per instance; what fails is said and does not hold up what comes after it, since the next whole reading repairs it. */
function inTurn(log: ProviderLog): (work: () => Promise<void>) => void {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work).catch((error: unknown) => log.warn({ error: String(error) }, 'an observation was not stored'));
  };
}
