import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { NotificationRuleView } from './rule.view.js';

const RULES: ListShape = {
  from: 'notification_rule r',
  id: 'r.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'r.name', type: 'text' }],
    event: [{ sql: 'r.event', type: 'text' }],
    createdAt: [{ sql: 'r.created_at', type: 'timestamptz' }],
  },
};

/** What webhooks take by themselves is shown with them, not here. */
const MADE_BY_PEOPLE = 'r.of_webhook IS NULL';

export async function listRules(tx: Tx, query: ListQuery): Promise<Page<NotificationRuleView>> {
  const page = await pageOfIds(tx, RULES, query, new Conditions().and(MADE_BY_PEOPLE).search(query.q, 'r.name', 'r.event'));
  return filledPage(page, await rulesById(tx, page.ids));
}

export async function ruleById(tx: Tx, id: string): Promise<NotificationRuleView> {
  const [rule] = await rulesById(tx, [id]);
  if (!rule) throw notFound('notification rule');
  return rule;
}

async function rulesById(tx: Tx, ids: readonly string[]): Promise<NotificationRuleView[]> {
  return tx.query(
    `SELECT r.id, r.name, r.event, r.parameters, r.enabled, r.created_at AS "createdAt", r.updated_at AS "updatedAt", r.version,
            jsonb_build_object('all', r.scope_all,
              'clientIds', ARRAY(SELECT c.client_id FROM notification_rule_scope c WHERE c.rule_id = r.id AND c.client_id IS NOT NULL ORDER BY 1),
              'siteIds', ARRAY(SELECT c.site_id FROM notification_rule_scope c WHERE c.rule_id = r.id AND c.site_id IS NOT NULL ORDER BY 1)) AS scope,
            jsonb_build_object('emails', r.emails, 'console', r.console,
              'webhookIds', ARRAY(SELECT w.webhook_id FROM notification_rule_webhook w WHERE w.rule_id = r.id ORDER BY 1)) AS channels,
            (SELECT max(n.raised_at) FROM notification n WHERE n.rule_id = r.id) AS "lastToldAt"
       FROM notification_rule r WHERE r.id = ANY($1::uuid[]) AND ${MADE_BY_PEOPLE}`,
    [ids],
  );
}

/** The rules that send to a webhook, as what stands in the way of its end. */
export async function rulesOfWebhook(tx: Tx, webhookId: string): Promise<{ kind: string; id: string; name: string }[]> {
  return tx.query(
    `SELECT 'notification-rule' AS kind, r.id, r.name FROM notification_rule_webhook w JOIN notification_rule r ON r.id = w.rule_id
      WHERE w.webhook_id = $1 AND ${MADE_BY_PEOPLE} ORDER BY r.name`,
    [webhookId],
  );
}
