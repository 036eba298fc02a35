import { holds, type Operator, type Right, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ToldEvent } from '../words/event-facts.js';
import { loadOccurrences } from '../words/load-occurrences.js';
import { NAMED_SITES, wordsOf } from '../words/words-of.js';
import type { InboxQuery } from './inbox.query.js';
import type { NotificationView } from './inbox.view.js';

const UNREAD_CAP = 100;

const INBOX: ListShape = {
  from: 'notification n',
  id: 'n.id',
  defaultSort: '-raisedAt',
  sortable: { raisedAt: [{ sql: 'n.raised_at', type: 'timestamptz' }] },
};

/** The right to see what an event is about; without it nobody is told of it in the console. */
const NEEDS: Readonly<Record<ToldEvent, Right>> = {
  'device.failed': 'devices.read',
  'rollout.halted': 'policies.read',
  'unknown-remote-agent.found': 'devices.change',
  'break-glass.used': 'security.manage',
  'provider.down': 'providers.read',
  'provider.up': 'providers.read',
  'approval.waiting': 'policies.change',
  'audit.seal-broken': 'audit.read',
  'engine.below-floor': 'providers.read',
  'api-key.expiring': 'users.manage',
  'webhook.disabled': 'notifications.manage',
};

/** Every request for an approval names all its sites: who does not reach them all sees nothing of it. */
const WHOLLY_IN_SCOPE: ToldEvent = 'approval.waiting';

/** One page of what an operator is told, the latest first, and how much of it he has not read. */
export async function readInbox(tx: Tx, operator: Operator, query: InboxQuery): Promise<Page<NotificationView> & { unread: number }> {
  const where = forOperator(operator).search(query.q, 'n.event');
  if (query.unread !== undefined) where.and(query.unread ? notRead(where, operator) : `NOT ${notRead(where, operator)}`);
  const { ids, ...page } = await pageOfIds(tx, INBOX, query, where);
  const found = new Map((await loadOccurrences(tx, ids, operator.scope, NAMED_SITES)).map((occurrence) => [occurrence.id, occurrence]));
  const read: { id: string }[] = await tx.query('SELECT notification_id AS id FROM notification_read WHERE operator_id = $1 AND notification_id = ANY($2::uuid[])', [operator.id, ids]);
  const readIds = new Set(read.map(({ id }) => id));
  const items = ids.flatMap((id) => {
    const occurrence = found.get(id);
    if (!occurrence) return [];
    const { title, lines, path } = wordsOf(occurrence);
    return [{ id, event: occurrence.event, title, lines: [...lines], path, occurredAt: occurrence.occurredAt, isRead: readIds.has(id) }];
  });
  return { ...page, items, unread: await countUnread(tx, operator) };
}

export async function countUnread(tx: Tx, operator: Operator): Promise<number> {
  const where = forOperator(operator);
  where.and(notRead(where, operator));
  const [{ n }]: [{ n: number }] = await tx.query(`SELECT count(*)::int AS n FROM (SELECT 1 FROM notification n WHERE ${where.sql} LIMIT ${UNREAD_CAP}) counted`, where.values);
  return n;
}

/** Remembers what an operator has read: these, or everything up to now; what is not his is left alone. */
export async function markRead(tx: Tx, operator: Operator, ids: readonly string[] | 'all'): Promise<void> {
  const where = forOperator(operator);
  if (ids !== 'all') where.and('n.id = ANY(?::uuid[])', ids);
  where.and(notRead(where, operator));
  await tx.query(`INSERT INTO notification_read (operator_id, notification_id) SELECT ${where.bind(operator.id)}::uuid, n.id FROM notification n WHERE ${where.sql} ON CONFLICT DO NOTHING`, where.values);
}

/** What is in the console of an operator: of places in his scope, or of none if he reaches everything; nothing older than his account. */
function forOperator(operator: Operator): Conditions {
  const events = (Object.keys(NEEDS) as ToldEvent[]).filter((event) => holds(operator, NEEDS[event]));
  const where = new Conditions().and('n.console AND n.event = ANY(?) AND n.raised_at >= (SELECT o.created_at FROM operator o WHERE o.id = ?)', events, operator.id);
  if (operator.scope.all) return where;
  const place = 'SELECT 1 FROM notification_place p JOIN site s ON s.id = p.site_id WHERE p.notification_id = n.id AND';
  const inScope = siteIsInScope(where, operator.scope, { site: 's.id', client: 's.client_id' });
  return where.and(`EXISTS (${place} ${inScope}) AND (n.event <> '${WHOLLY_IN_SCOPE}' OR NOT EXISTS (${place} NOT ${inScope}))`);
}

const notRead = (where: Conditions, { id }: Operator) => `NOT EXISTS (SELECT 1 FROM notification_read d WHERE d.operator_id = ${where.bind(id)} AND d.notification_id = n.id)`;
