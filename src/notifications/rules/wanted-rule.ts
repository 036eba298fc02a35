import { EVENT_DESCRIPTIONS, type NotificationEvent } from '../../../contracts/notification-events.js';
import { type Scope, scopeOf } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import type { RuleChannelsBody, RuleParametersBody } from './rule.body.js';
import type { RuleChannelsView, RuleParametersView } from './rule.view.js';

/** What a rule is to be, whole. */
export interface WantedRule {
  readonly name: string;
  readonly event: NotificationEvent;
  readonly parameters: RuleParametersView;
  readonly scope: Scope;
  readonly channels: RuleChannelsView;
  readonly enabled: boolean;
}

export function channelsOf({ emails = [], webhookIds = [], console = false }: RuleChannelsBody): RuleChannelsView {
  return { emails, webhookIds, console };
}

/** What was really said: a parameter that was left out is none. */
export function parametersOf(parameters: RuleParametersBody): RuleParametersView {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

/** Refuses what could never tell anybody anything, and what its event does not know. */
export function refuseUnfitRule({ event, parameters, scope, channels }: WantedRule): void {
  const { parameter, hasSites } = EVENT_DESCRIPTIONS[event];
  for (const [name, value] of Object.entries(parameters)) {
    if (name !== parameter?.name) throw invalidField(`/parameters/${name}`, 'known', `is nothing that ${event} lets choose`);
    if (value < parameter.min || value > parameter.max) throw invalidField(`/parameters/${name}`, 'range', `must be from ${parameter.min} to ${parameter.max}`);
  }
  if (!scope.all && !hasSites) throw invalidField('/scope', 'everything', 'must be everything: this happens to the installation, not at a site');
  if (!scope.all && scope.clientIds.length + scope.siteIds.length === 0) throw invalidField('/scope', 'needed', 'must name a client or a site, or be everything');
  if (!channels.console && channels.emails.length + channels.webhookIds.length === 0) throw invalidField('/channels', 'needed', 'must name somebody to tell');
}

export const scopeOfRule = (scope: Parameters<typeof scopeOf>[0]): Scope => (scope === undefined ? { all: true, clientIds: [], siteIds: [] } : scopeOf(scope));

/** Stores where a rule is for and which webhooks it sends to; names that do not exist are refused by field. */
export async function storeTargets(tx: Tx, ruleId: string, { scope, channels }: WantedRule): Promise<void> {
  const [clientIds, siteIds] = scope.all ? [[], []] : [scope.clientIds, scope.siteIds];
  await refuseUnknown(tx, 'client', clientIds, '/scope/clientIds');
  await refuseUnknown(tx, 'site', siteIds, '/scope/siteIds');
  await refuseUnknown(tx, 'webhook', channels.webhookIds, '/channels/webhookIds');
  await tx.query('DELETE FROM notification_rule_scope WHERE rule_id = $1', [ruleId]);
  await tx.query('INSERT INTO notification_rule_scope (rule_id, client_id) SELECT $1, unnest($2::uuid[])', [ruleId, clientIds]);
  await tx.query('INSERT INTO notification_rule_scope (rule_id, site_id) SELECT $1, unnest($2::uuid[])', [ruleId, siteIds]);
  await tx.query('DELETE FROM notification_rule_webhook WHERE rule_id = $1', [ruleId]);
  await tx.query('INSERT INTO notification_rule_webhook (rule_id, webhook_id) SELECT $1, unnest($2::uuid[])', [ruleId, channels.webhookIds]);
}

async function refuseUnknown(tx: Tx, table: 'client' | 'site' | 'webhook', ids: readonly string[], pointer: string): Promise<void> {
  const found: { id: string }[] = await tx.query(`SELECT id FROM ${table} WHERE id = ANY($1::uuid[])`, [ids]);
  const known = new Set(found.map(({ id }) => id));
  const unknown = ids.findIndex((id) => !known.has(id));
  if (unknown >= 0) throw invalidField(`${pointer}/${unknown}`, 'exists', `is no ${table}`);
}
