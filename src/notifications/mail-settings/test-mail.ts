import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { randomIds } from '../../platform/ids.js';
import { awaitAnswer } from '../../platform/wake-ups/await-answer.js';
import { wakeUp, WakeUps } from '../../platform/wake-ups/wake-ups.js';
import type { TestMailView } from './mail-settings.view.js';
import { readMailSettings } from './read-mail-settings.js';

const PATIENCE_MS = 25_000;

/** Has core, which alone can read the password, really send a mail, and says what the server said to it. */
@Injectable()
export class TestMail {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
  ) {}

  async run(operator: Operator, to: string): Promise<TestMailView> {
    const id = randomIds.uuid();
    await this.unit.run(async (tx) => {
      const { host } = await readMailSettings(tx);
      if (host === null) throw new DomainError('API-CONFLICT-03', 'Say first how e-mail is sent.');
      await tx.query('INSERT INTO outgoing_mail (id, recipient) VALUES ($1, $2)', [id, to]);
      await recordAudit(tx, actorOf(operator), { action: 'mail-settings.test', subject: { kind: 'mail-settings', id: null, name: host }, changes: { to: [null, to] } });
      await wakeUp(tx, 'notify');
    });
    const mail = await awaitAnswer(this.wakeUps, id, PATIENCE_MS, async () => {
      const [found]: { state: string; answer: string }[] = await this.unit.reads.query(`SELECT state, answer FROM outgoing_mail WHERE id = $1 AND state <> 'waiting'`, [id]);
      return found ?? null;
    });
    if (!mail) throw new DomainError('API-UNAVAILABLE-01', 'The mail was not sent in time; it may still be.', { retryAfterSeconds: 5 });
    if (mail.state === 'failed') throw new DomainError('API-CONFLICT-03', `The mail server did not take it: ${mail.answer}`);
    return { answer: mail.answer };
  }
}
