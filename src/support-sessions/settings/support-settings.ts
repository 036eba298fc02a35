import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import type { SupportSettingsBody } from './support-settings.body.js';
import type { SupportSettingsView } from './support-settings.view.js';

const COLUMNS = `code_minutes AS "codeMinutes", link_hours AS "linkHours", live_per_host AS "livePerHost", codes_per_day AS "codesPerDay", version`;

/** How long codes and links live, and how many a host may make. */
export async function supportSettings(tx: Tx): Promise<SupportSettingsView> {
  const [settings]: [SupportSettingsView] = await tx.query(`SELECT ${COLUMNS} FROM support_settings`);
  return settings;
}

/**
 * The settings, for a transaction that lets somebody begin: refused while the kill switch is thrown. Whoever throws it waits for
 * such transactions and ends what they began; so once it has answered nothing begins.
 */
export async function settingsForBeginning(tx: Tx): Promise<SupportSettingsView> {
  if (await isStopped(tx)) throw new DomainError('API-CONFLICT-03', 'Support sessions are stopped for the whole installation.');
  return supportSettings(tx);
}

/** Whether the kill switch is thrown; held as it is until the transaction ends. */
export async function isStopped(tx: Tx): Promise<boolean> {
  const [{ stopped }]: [{ stopped: boolean }] = await tx.query('SELECT stopped FROM support_settings FOR SHARE');
  return stopped;
}

/** Changes how long codes and links live, and how many a host may make. */
@Injectable()
export class ChangeSupportSettings {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, { codeMinutes, linkHours, livePerHost, codesPerDay }: SupportSettingsBody, expected: ExpectedVersion): Promise<SupportSettingsView> {
    return this.unit.run(async (tx) => {
      await tx.query('SELECT 1 FROM support_settings FOR UPDATE');
      const { version, ...before } = await supportSettings(tx);
      refuseStale(expected, version);
      await tx.query('UPDATE support_settings SET code_minutes = $1, link_hours = $2, live_per_host = $3, codes_per_day = $4, version = version + 1', [codeMinutes, linkHours, livePerHost, codesPerDay]);
      await recordAudit(tx, actorOf(operator), {
        action: 'support-settings.change',
        subject: { kind: 'installation', id: null, name: 'Support sessions' },
        changes: changesBetween<SupportSettingsBody>(before, { codeMinutes, linkHours, livePerHost, codesPerDay }),
      });
      return supportSettings(tx);
    });
  }
}
