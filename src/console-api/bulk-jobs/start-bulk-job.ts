import { Inject, Injectable } from '@nestjs/common';
import type { Operator } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { refuseIncomplete, refuseWithoutRight } from './bulk-act.js';
import type { BulkJobBody } from './bulk-job.body.js';
import type { BulkJobView, BulkPreviewView } from './bulk-job.view.js';
import { type Outcome, performAct } from './perform-act.js';
import { jobById } from './read-bulk-jobs.js';
import { selectDevices } from './select-devices.js';
import { storeJob } from './store-jobs.js';

/** Carries what an act would do out of the transaction that did it; everything that it did is undone. */
class PreviewOnly extends Error {
  constructor(readonly preview: BulkPreviewView) {
    super('previewed, not done');
  }
}

/**
 * Begins an act over many devices. What can move deployments is done at once and as a whole, so that the plan which was agreed to is
 * exactly what happens, or nothing does; trying again moves none and goes on in batches.
 */
@Injectable()
export class StartBulkJob {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, order: BulkJobBody): Promise<BulkJobView> {
    refuseWithoutRight(operator, order.act);
    refuseIncomplete(order);
    const id = this.ids.uuid();
    return this.unit.run(async (tx) => {
      const devices = await selectDevices(tx, operator.scope, order.selection);
      if (order.act === 'retry') {
        await storeJob(tx, operator, { id, act: order.act, request: order, state: 'running' }, devices.map(({ id: deviceId }) => ({ deviceId, state: 'waiting' })));
        await wakeUp(tx, 'bulk');
      } else {
        const outcomes = await performAct({ tx, ids: this.ids, operator, order, devices });
        await storeJob(tx, operator, { id, act: order.act, request: order, state: 'done' }, outcomes);
      }
      return jobById(tx, operator, id);
    });
  }

  /** Exactly what would become of each device: the act itself, done and undone. */
  async preview(operator: Operator, order: BulkJobBody): Promise<BulkPreviewView> {
    refuseWithoutRight(operator, order.act);
    refuseIncomplete(order);
    try {
      return await this.unit.run<never>(async (tx) => {
        const devices = await selectDevices(tx, operator.scope, order.selection);
        const outcomes = await performAct({ tx, ids: this.ids, operator, order, devices });
        throw new PreviewOnly({ devices: devices.length, sites: new Set(devices.map(({ siteId }) => siteId)).size, ...counted(outcomes) });
      });
    } catch (error) {
      if (error instanceof PreviewOnly) return error.preview;
      throw error;
    }
  }
}

function counted(outcomes: readonly Outcome[]): Pick<BulkPreviewView, 'changing' | 'reasons'> {
  const reasons = new Map<string, BulkPreviewView['reasons'][number]>();
  for (const { state, code = null, detail = '' } of outcomes) {
    if (state === 'done') continue;
    const key = `${state} ${code} ${detail}`;
    reasons.set(key, { state, code, detail, devices: (reasons.get(key)?.devices ?? 0) + 1 });
  }
  return { changing: outcomes.filter(({ state }) => state === 'done').length, reasons: [...reasons.values()] };
}
