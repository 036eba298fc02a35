import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { ruleById } from './read-rules.js';
import type { CreateRuleBody } from './rule.body.js';
import type { NotificationRuleView } from './rule.view.js';
import { channelsOf, parametersOf, refuseUnfitRule, scopeOfRule, storeTargets, type WantedRule } from './wanted-rule.js';

/** Adds a rule. It tells at once what is so already, and of what only happens what happens from now on. */
@Injectable()
export class CreateRule {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, body: CreateRuleBody): Promise<NotificationRuleView> {
    const { name, event, parameters = {}, enabled = true } = body;
    const rule: WantedRule = { name, event, parameters: parametersOf(parameters), scope: scopeOfRule(body.scope), channels: channelsOf(body.channels), enabled };
    refuseUnfitRule(rule);
    return translatingConstraints({ notification_rule_name_is_unique: () => nameTaken('notification rule', name) }, () =>
      this.unit.run(async (tx) => {
        const id = this.ids.uuid();
        await tx.query(
          `INSERT INTO notification_rule (id, name, event, parameters, scope_all, emails, console, enabled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, name, event, JSON.stringify(rule.parameters), rule.scope.all, rule.channels.emails, rule.channels.console, enabled],
        );
        await storeTargets(tx, id, rule);
        await recordAudit(tx, actorOf(operator), {
          action: 'notification-rule.create',
          subject: { kind: 'notification-rule', id, name },
          changes: { event: [null, event], parameters: [null, rule.parameters], scope: [null, rule.scope], channels: [null, rule.channels], enabled: [null, enabled] },
        });
        await wakeUp(tx, 'notify');
        return ruleById(tx, id);
      }),
    );
  }
}
