import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { CoreBox } from '../../platform/sealing/core-box.js';
import type { WebhookRules } from '../../platform/webhooks/post-webhook.js';
import { raiseLevels } from '../raising/raise-levels.js';
import { fanOut } from './fan-out.js';
import { gatherMail } from './gather-mail.js';
import { Lane } from './lane.js';
import { takeDueDeliveries } from './post-deliveries.js';
import { takeDueMails } from './send-mails.js';
import { tidy } from './tidy.js';

/** How often is looked for what no hint told: what has happened, and what is to be tried again. */
export const NOTIFY_EVERY_MS = 5_000;
const POSTS_AT_ONCE = 16;
const MAILS_AT_ONCE = 4;

/**
 * Tells what happens: finds it, makes mails and deliveries of it, sends them. Everything is a row before it is sent, so that a
 * process that dies loses nothing; any number of them may run on one database.
 */
export class Notifier {
  private readonly lanes: readonly Lane[];
  private round: Promise<void> | null = null;
  private again = false;
  /** The first look is a sweep, too. */
  private isSweepDue = true;

  constructor(
    private readonly unit: UnitOfWork,
    box: CoreBox,
    private readonly publicUrl: string,
    rules: WebhookRules,
    private readonly failed: (error: unknown) => void,
  ) {
    this.lanes = [
      new Lane((atMost) => takeDueDeliveries(unit, box, rules, atMost), POSTS_AT_ONCE, failed),
      new Lane((atMost) => takeDueMails(unit, box, publicUrl, atMost), MAILS_AT_ONCE, failed),
    ];
  }

  /** Looks once, and says when what was found is on its way. While one look goes on, another follows it. */
  async look(): Promise<void> {
    this.again = true;
    this.round ??= this.rounds().finally(() => {
      this.round = null;
      // Asked for just when the last look ended.
      if (this.again) void this.look();
    });
    return this.round;
  }

  /** Looks also at what costs more to find, and forgets what is old. */
  async sweep(): Promise<void> {
    this.isSweepDue = true;
    await this.look();
    await tidy(this.unit).catch(this.failed);
  }

  /** When everything that was on its way has arrived, or not. */
  async settled(): Promise<void> {
    await this.round;
    await Promise.all(this.lanes.map((lane) => lane.settled()));
  }

  private async rounds(): Promise<void> {
    while (this.again) {
      this.again = false;
      const which = this.isSweepDue ? 'all' : 'cheap';
      this.isSweepDue = false;
      for (const step of [() => raiseLevels(this.unit, which), () => this.fanOutAll(), () => gatherMail(this.unit)]) await step().catch(this.failed);
      await Promise.all(this.lanes.map((lane) => lane.look()));
    }
  }

  private async fanOutAll(): Promise<void> {
    while ((await fanOut(this.unit, this.publicUrl)) > 0);
  }
}
