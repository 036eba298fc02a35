import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { ruleById } from './read-rules.js';
import type { ChangeRuleBody } from './rule.body.js';
import type { NotificationRuleView } from './rule.view.js';
import { channelsOf, parametersOf, refuseUnfitRule, scopeOfRule, storeTargets, type WantedRule } from './wanted-rule.js';

/** Changes a rule; what it has told stays told. */
@Injectable()
export class ChangeRule {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeRuleBody, expected: ExpectedVersion): Promise<NotificationRuleView> {
    return translatingConstraints({ notification_rule_name_is_unique: () => nameTaken('notification rule', body.name ?? '') }, () =>
      this.unit.run(async (tx) => {
        const before = await ruleById(tx, id);
        refuseStale(expected, before.version);
        const after: WantedRule = {
          event: before.event,
          name: body.name ?? before.name,
          enabled: body.enabled ?? before.enabled,
          parameters: parametersOf(body.parameters ?? before.parameters),
          scope: body.scope ? scopeOfRule(body.scope) : before.scope,
          channels: body.channels ? channelsOf(body.channels) : before.channels,
        };
        refuseUnfitRule(after);
        const { name, parameters, scope, channels, enabled } = after;
        const stored: unknown[] = await tx.query(
          `WITH stored AS (
             UPDATE notification_rule SET name = $3, parameters = $4, scope_all = $5, emails = $6, console = $7, enabled = $8, version = version + 1, updated_at = now(),
                    watches_since = CASE WHEN $8 AND NOT enabled THEN now() ELSE watches_since END
              WHERE id = $1 AND version = $2 RETURNING id)
           SELECT id FROM stored`,
          [id, before.version, name, JSON.stringify(parameters), scope.all, channels.emails, channels.console, enabled],
        );
        if (stored.length === 0) throw staleVersion();
        await storeTargets(tx, id, after);
        await recordAudit(tx, actorOf(operator), {
          action: 'notification-rule.change',
          subject: { kind: 'notification-rule', id, name },
          changes: changesBetween<WantedRule>(wantedOf(before), after),
        });
        await wakeUp(tx, 'notify');
        return ruleById(tx, id);
      }),
    );
  }
}

function wantedOf({ name, event, parameters, scope, channels, enabled }: NotificationRuleView): WantedRule {
  return { name, event, parameters, scope, channels, enabled };
}
