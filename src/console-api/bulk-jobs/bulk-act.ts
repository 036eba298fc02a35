import { holds, type Operator, type Right } from '../../accounts/index.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { BulkAct, BulkJobBody } from './bulk-job.body.js';

/** What one has to hold for an act over many devices: the same as for it on a single one. */
const RIGHT_FOR: Readonly<Record<BulkAct, Right>> = {
  retry: 'devices.repair',
  'change-tags': 'devices.change',
  move: 'devices.change',
  'assign-package': 'policies.change',
  exclude: 'policies.change',
  uninstall: 'devices.change',
};

/** Acts that can be taken back, from what each device was before. */
export const UNDOABLE: ReadonlySet<string> = new Set<BulkAct>(['change-tags', 'move', 'assign-package', 'exclude']);

export function mayDo(operator: Operator, act: BulkAct): boolean {
  return holds(operator, RIGHT_FOR[act]);
}

/** Asked when the job is asked for and again whenever something of it is done: a right that was lost in between is no right. */
export function refuseWithoutRight(operator: Operator, act: BulkAct): void {
  if (!mayDo(operator, act)) throw new DomainError('API-RIGHT-01', 'Your role does not include this.');
}

type Member = Exclude<keyof BulkJobBody, 'act' | 'selection'>;

const MEMBERS: readonly Member[] = ['addTags', 'removeTags', 'siteId', 'packageId', 'reason', 'expiresAt'];
const TAKES: Readonly<Record<BulkAct, { readonly needs?: Member; readonly may?: readonly Member[] }>> = {
  retry: {},
  'change-tags': { may: ['addTags', 'removeTags'] },
  move: { needs: 'siteId' },
  'assign-package': { needs: 'packageId' },
  exclude: { needs: 'reason', may: ['expiresAt'] },
  uninstall: {},
};

/** Refuses an act without what it needs, and one with what belongs to another: half an order is none. */
export function refuseIncomplete(order: BulkJobBody): void {
  const { needs, may = [] } = TAKES[order.act];
  if (needs !== undefined && order[needs] === undefined) throw invalidField(`/${needs}`, 'required', `is needed to ${order.act}`);
  const foreign = MEMBERS.find((member) => order[member] !== undefined && member !== needs && !may.includes(member));
  if (foreign !== undefined) throw invalidField(`/${foreign}`, 'foreign', `belongs to another act than ${order.act}`);
  if (order.act !== 'change-tags') return;
  const { addTags = [], removeTags = [] } = order;
  if (addTags.length + removeTags.length === 0) throw invalidField('/addTags', 'required', 'or removeTags must name a tag');
  const both = addTags.find((tag) => removeTags.includes(tag));
  if (both !== undefined) throw invalidField('/removeTags', 'distinct', `adds and removes "${both}"`);
}
