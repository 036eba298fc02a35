import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ProviderEventView } from './provider-event.view.js';

const EVENTS = `(
  SELECT id, provider_instance_id, at, kind, code, detail, NULL AS actor_name FROM provider_event
  UNION ALL
  SELECT id, subject_id, at, action, NULL, NULL, actor_name FROM audit_entry WHERE subject_kind = 'provider-instance') e`;

const SHAPE: ListShape = { from: EVENTS, id: 'e.id', defaultSort: '-at', sortable: { at: [{ sql: 'e.at', type: 'timestamptz' }] } };

/** What core has seen of an instance, and what people did to it, the latest first. */
export async function listProviderEvents(tx: Tx, instanceId: string, query: ListQuery): Promise<Page<ProviderEventView>> {
  const where = new Conditions().and('e.provider_instance_id = ?', instanceId).search(query.q, 'e.kind', `coalesce(e.code, '')`, `coalesce(e.actor_name, '')`);
  const page = await pageOfIds(tx, SHAPE, query, where);
  return filledPage(
    page,
    await tx.query(`SELECT e.id, e.at, e.kind, e.code, e.detail, e.actor_name AS "actorName" FROM ${EVENTS} WHERE e.provider_instance_id = $1 AND e.id = ANY($2::uuid[])`, [instanceId, page.ids]),
  );
}
