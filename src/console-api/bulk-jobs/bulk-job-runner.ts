import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { interval } from 'rxjs';
import { type Operator, OperatorSessions, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { mayDo } from './bulk-act.js';
import type { BulkJobBody } from './bulk-job.body.js';
import { type Outcome, performAct } from './perform-act.js';
import type { SelectedDevice } from './select-devices.js';
import { endJob, storeOutcomes } from './store-jobs.js';

/** Few enough that nobody waits for the rows of one batch, many enough that a batch costs little per device. */
const BATCH = 100;
const LOOK_EVERY_MS = 5_000;

interface RunningJob {
  readonly id: string;
  readonly request: BulkJobBody;
  readonly requestedBy: string;
}

/**
 * Goes on with jobs batch by batch. A batch is one transaction that holds the job's row, so that two processes never do the same, and
 * a process that dies leaves the job as it was after the last batch: whoever looks next goes on. Whether the author may is asked of
 * every batch anew.
 */
@Injectable()
export class BulkJobRunner implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(BulkJobRunner.name);
  private readonly stops: (() => void)[] = [];
  private working: Promise<void> | null = null;
  private closing = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly wakeUps: WakeUps,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.stops.push(this.wakeUps.on('bulk', () => this.nudge()));
    const sweep = interval(LOOK_EVERY_MS).subscribe(() => this.nudge());
    this.stops.push(() => sweep.unsubscribe());
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const stop of this.stops) stop();
    await this.working;
  }

  private nudge(): void {
    this.working ??= this.work().finally(() => (this.working = null));
  }

  private async work(): Promise<void> {
    try {
      while (!this.closing && (await this.batch()));
    } catch (error) {
      this.log.warn({ err: error }, 'a batch of a bulk job failed and is tried again');
    }
  }

  /** Does one batch of the oldest job that nobody else is at; false when there is none. */
  async batch(): Promise<boolean> {
    return this.unit.run(async (tx) => {
      const [job]: RunningJob[] = await tx.query(
        `SELECT id, request, requested_by AS "requestedBy" FROM bulk_job WHERE state = 'running' ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!job) return false;
      const waiting: { id: string }[] = await tx.query(
        `SELECT device_id AS id FROM bulk_job_device WHERE job_id = $1 AND state = 'waiting' ORDER BY device_id LIMIT ${BATCH}`,
        [job.id],
      );
      const author = await this.sessions.operatorOfAccount(job.requestedBy);
      if (!author || !mayDo(author, job.request.act)) await stop(tx, job.id);
      else if (waiting.length === 0) await endJob(tx, job.id, 'done');
      else await storeOutcomes(tx, job.id, await this.perform(tx, author, job, waiting.map(({ id }) => id)));
      return true;
    });
  }

  private async perform(tx: Tx, operator: Operator, job: RunningJob, deviceIds: readonly string[]): Promise<Outcome[]> {
    const where = withinScope(new Conditions().and('d.id = ANY(?::uuid[])', deviceIds).and('d.retired_at IS NULL'), operator.scope, { site: 's.id', client: 's.client_id' });
    const devices: SelectedDevice[] = await tx.query(
      `SELECT d.id, d.site_id AS "siteId", s.client_id AS "clientId" FROM device d JOIN site s ON s.id = d.site_id WHERE ${where.sql}`,
      where.values,
    );
    const there = new Set(devices.map(({ id }) => id));
    const gone = deviceIds.filter((id) => !there.has(id)).map((deviceId): Outcome => ({ deviceId, state: 'refused', code: 'API-NOTFOUND-01', detail: 'It is not there any more.' }));
    return [...gone, ...(devices.length === 0 ? [] : await performAct({ tx, ids: this.ids, operator, order: job.request, devices }))];
  }
}

/** The author has lost the right, or is gone: what is left is refused, and says why. */
async function stop(tx: Tx, jobId: string): Promise<void> {
  await tx.query(`UPDATE bulk_job_device SET state = 'refused', code = 'API-RIGHT-01', detail = 'Whoever asked for this may not do it any more.' WHERE job_id = $1 AND state = 'waiting'`, [jobId]);
  await endJob(tx, jobId, 'stopped', 'API-RIGHT-01');
}
