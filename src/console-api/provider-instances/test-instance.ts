import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct, requestAct } from '../../remote-access/index.js';
import type { ProviderVitalsView } from './provider-instance.view.js';
import { providerInstanceById } from './read-provider-instances.js';
import { providerVitals } from './read-vitals.js';

/** A probe gives up by itself before this. */
const PROBE_MS = 15_000;

/** Has core ask an instance how it is, now. */
@Injectable()
export class TestInstance {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async run(operator: Operator, id: string): Promise<ProviderVitalsView> {
    const actId = await this.unit.run(async (tx) => {
      const { name } = await providerInstanceById(tx, operator.scope, id);
      await recordAudit(tx, actorOf(operator), { action: 'provider-instance.test', subject: { kind: 'provider-instance', id, name } });
      return requestAct(tx, { kind: 'probe-instance', request: {}, providerInstanceId: id });
    });
    await awaitAct(this.unit, this.wakeUps, actId, PROBE_MS);
    return providerVitals(this.unit.reads, operator.scope, id, this.config.engine);
  }
}
