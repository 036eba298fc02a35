import { actorOf, type Operator } from '../../accounts/index.js';
import { endAssignments, assignPackage, packageById } from '../../packages/index.js';
import { endExclusionsOfDevices, excludeDevices } from '../../deployments/index.js';
import { MOST_TAGS, moveDevices, retagDevices, retireDevices } from '../../devices/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Ids } from '../../platform/ids.js';
import { retryDevices } from '../devices/retry-deployment.js';
import type { BulkAct, BulkJobBody } from './bulk-job.body.js';
import type { SelectedDevice } from './select-devices.js';

/** What became of one device; `undo` is what it takes to take it back. */
export interface Outcome {
  readonly deviceId: string;
  readonly state: 'done' | 'unchanged' | 'refused';
  readonly code?: string;
  readonly detail?: string;
  readonly undo?: object;
}

interface Performance {
  readonly tx: Tx;
  readonly ids: Ids;
  readonly operator: Operator;
  readonly order: BulkJobBody;
  readonly devices: readonly SelectedDevice[];
}

/** Does an act to all of these devices in the present transaction, set by set, and says what became of each. */
export async function performAct(performance: Performance): Promise<Outcome[]> {
  return ACTS[performance.order.act](performance);
}

const ACTS: Readonly<Record<BulkAct, (performance: Performance) => Promise<Outcome[]>>> = {
  async retry({ tx, operator, devices }) {
    const retried = new Set(await retryDevices(tx, operator, devices.map(({ id }) => id)));
    return outcomes(devices, (id) => (retried.has(id) ? {} : undefined), 'nothing has failed on it');
  },

  async 'change-tags'({ tx, operator, order: { addTags: add = [], removeTags: remove = [] }, devices }) {
    const changed = new Map((await retagDevices(tx, operator, devices.map(({ id }) => ({ id, add, remove })))).map((each) => [each.id, each]));
    const full = new Set(await withoutRoomFor(tx, devices, add, remove));
    return devices.map(({ id }): Outcome => {
      const device = changed.get(id);
      if (full.has(id)) return { deviceId: id, state: 'refused', code: 'API-INPUT-01', detail: `It would have more than ${MOST_TAGS} tags.` };
      if (!device) return { deviceId: id, state: 'unchanged', detail: 'has these tags' };
      const added = device.after.filter((tag) => !device.before.includes(tag));
      const removed = device.before.filter((tag) => !device.after.includes(tag));
      return { deviceId: id, state: 'done', undo: { add: removed, remove: added } };
    });
  },

  async move({ tx, operator, order, devices }) {
    const siteId = order.siteId!;
    const moved = new Map((await moveDevices(tx, operator, devices.map(({ id }) => ({ id, siteId })))).map((each) => [each.id, each]));
    return outcomes(devices, (id) => moved.has(id) ? { from: moved.get(id)!.fromSiteId, to: siteId } : undefined, 'is there already');
  },

  async 'assign-package'({ tx, ids, operator, order, devices }) {
    const packageId = order.packageId!;
    const { clientId } = await packageById(tx, operator.scope, packageId);
    const reached = devices.filter((device) => clientId === null || device.clientId === clientId);
    const siteIds = [...new Set(reached.map((device) => device.siteId))].sort();
    const { made } = siteIds.length === 0 ? { made: [] } : await assignPackage(tx, ids, operator, { packageId, siteIds });
    const assignments = new Map(made.map(({ id, siteId }) => [siteId, id]));
    return devices.map(({ id: deviceId, ...device }): Outcome => {
      if (clientId !== null && device.clientId !== clientId) return { deviceId, state: 'refused', code: 'API-INPUT-01', detail: 'It is of another client than the package.' };
      const assignmentId = assignments.get(device.siteId);
      return assignmentId === undefined ? { deviceId, state: 'unchanged', detail: 'its site has the package' } : { deviceId, state: 'done', undo: { assignmentId } };
    });
  },

  async exclude({ tx, ids, operator, order, devices }) {
    const made = await excludeDevices(tx, ids, operator, devices.map(({ id }) => id), { reason: order.reason!, expiresAt: order.expiresAt });
    const exclusions = new Map(made.map(({ id, deviceId }) => [deviceId, id]));
    return outcomes(devices, (id) => exclusions.has(id) ? { exclusionId: exclusions.get(id) } : undefined, 'is left out already');
  },

  async uninstall({ tx, operator, devices }) {
    const retired = new Set(await retireDevices(tx, actorOf(operator), devices.map(({ id }) => id)));
    return outcomes(devices, (id) => (retired.has(id) ? {} : undefined), 'was deleted already');
  },
};

function outcomes(devices: readonly SelectedDevice[], undoOf: (id: string) => object | undefined, otherwise: string): Outcome[] {
  return devices.map(({ id: deviceId }) => {
    const undo = undoOf(deviceId);
    return undo === undefined ? { deviceId, state: 'unchanged', detail: otherwise } : { deviceId, state: 'done', undo };
  });
}

/** Asked after the change: those that took it carry no more than is allowed. */
async function withoutRoomFor(tx: Tx, devices: readonly SelectedDevice[], add: readonly string[], remove: readonly string[]): Promise<string[]> {
  const full: { id: string }[] = await tx.query(
    `SELECT d.id FROM device d WHERE d.id = ANY($1::uuid[])
        AND (SELECT count(*) FROM (SELECT tag FROM unnest(d.tags || $2::text[]) AS tag WHERE tag <> ALL($3::text[]) GROUP BY tag) AS wanted) > ${MOST_TAGS}`,
    [devices.map(({ id }) => id), add, remove],
  );
  return full.map(({ id }) => id);
}

/** What one device was before, as its outcome kept it. */
interface Undoing {
  readonly id: string;
  readonly siteId: string;
  readonly undo: { readonly add?: string[]; readonly remove?: string[]; readonly from?: string; readonly to?: string; readonly assignmentId?: string; readonly exclusionId?: string };
}

/**
 * Takes an act back: each device becomes what it was, as far as it still is what the act has made of it. What somebody has changed
 * since then stays.
 */
export async function undoAct(tx: Tx, operator: Operator, act: BulkAct, devices: readonly Undoing[]): Promise<Outcome[]> {
  const back = new Set(await UNDO[act]!(tx, operator, devices));
  return devices.map(({ id: deviceId }) => back.has(deviceId) ? { deviceId, state: 'done' } : { deviceId, state: 'unchanged', detail: 'was changed since then' });
}

const UNDO: Readonly<Partial<Record<BulkAct, (tx: Tx, operator: Operator, devices: readonly Undoing[]) => Promise<string[]>>>> = {
  'change-tags': async (tx, operator, devices) =>
    (await retagDevices(tx, operator, devices.map(({ id, undo }) => ({ id, add: undo.add ?? [], remove: undo.remove ?? [] })))).map(({ id }) => id),
  move: async (tx, operator, devices) => {
    const there = devices.filter(({ siteId, undo }) => siteId === undo.to);
    return (await moveDevices(tx, operator, there.map(({ id, undo }) => ({ id, siteId: undo.from! })))).map(({ id }) => id);
  },
  'assign-package': async (tx, operator, devices) => {
    await endAssignments(tx, actorOf(operator), [...new Set(devices.map(({ undo }) => undo.assignmentId!))]);
    return devices.map(({ id }) => id);
  },
  exclude: (tx, operator, devices) => endExclusionsOfDevices(tx, operator, devices.map(({ undo }) => undo.exclusionId!)),
};
