import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct, requestAct } from '../../remote-access/index.js';
import type { AdministrationLaunchView } from './administration.view.js';
import { providerInstanceById } from './read-provider-instances.js';

/** How long somebody waits for the provider before being told. */
const OPEN_MS = 15_000;

/** Opens the administration of an instance for one visit of one person, and writes down that it was. */
@Injectable()
export class LaunchAdministration {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
  ) {}

  async run(operator: Operator, id: string): Promise<AdministrationLaunchView> {
    const actId = await this.unit.run(async (tx) => {
      const { name, embedded } = await providerInstanceById(tx, operator.scope, id);
      await recordAudit(tx, actorOf(operator), { action: 'provider-administration.launch', subject: { kind: 'provider-instance', id, name } });
      return embedded ? null : requestAct(tx, { kind: 'open-administration', request: { visitId: randomIds.uuid() }, providerInstanceId: id });
    });
    const page = actId === null ? null : await this.pageOf(actId);
    if (!page) return { kind: 'console', url: `/settings/providers/${id}`, expiresAt: null };
    return page.expiresAt === null ? { kind: 'sign-in', url: page.url, expiresAt: null } : { kind: 'once', url: page.url, expiresAt: new Date(page.expiresAt) };
  }

  /** The address is forgotten as soon as it was read. */
  private async pageOf(actId: string): Promise<OpenedPage | null> {
    const { page } = (await awaitAct(this.unit, this.wakeUps, actId, OPEN_MS)) as { page?: OpenedPage | null };
    await this.unit.run((tx) => tx.query(`UPDATE provider_act SET answer = '{}' WHERE id = $1`, [actId]));
    return page ?? null;
  }
}

/** A moment within JSON is text. */
interface OpenedPage {
  readonly url: string;
  readonly expiresAt: string | null;
}
