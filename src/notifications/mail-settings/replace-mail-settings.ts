import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { isLoopbackHost } from '../../platform/config/hosts.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion, versionNeeded } from '../../platform/http/index.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { MAIL_PASSWORD } from '../sealed-purposes.js';
import type { MailSettingsBody } from './mail-settings.body.js';
import type { MailSettingsView } from './mail-settings.view.js';
import { readMailSettings } from './read-mail-settings.js';

/** Says how e-mail is sent. A kept password goes to the server it was given for, and to no other. */
@Injectable()
export class ReplaceMailSettings {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, { password, user = null, ...body }: MailSettingsBody, expected: ExpectedVersion | null): Promise<MailSettingsView> {
    return this.unit.run(async (tx) => {
      const before = await readMailSettings(tx);
      if (expected === null && before.version > 0) throw versionNeeded();
      refuseStale(expected ?? 'any', before.version);
      const isSameServer = before.host === body.host && before.port === body.port && before.user === user;
      const keepsPassword = password === undefined && before.hasPassword && user !== null;
      if (password !== undefined && user === null) throw invalidField('/user', 'needed', 'is needed with a password');
      // Otherwise whoever may change the server could have the password sent to one of his own.
      if (keepsPassword && !isSameServer) throw invalidField('/password', 'needed', 'has to be given again for another server or user');
      if (keepsPassword && isWeaker(before, body)) throw invalidField('/password', 'needed', 'has to be given again for a weaker protection');
      if (user !== null && body.security === 'none' && !isLoopbackHost(body.host)) throw invalidField('/security', 'encrypted', 'must not be none where somebody signs in: the password could be read on its way');
      const sealed = password === undefined ? null : await sealForCore(tx, MAIL_PASSWORD, Buffer.from(password));
      const stored: unknown[] = await tx.query(
        `INSERT INTO mail_settings AS m (host, port, security, username, sealed_password, from_address, from_name) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (only_one) DO UPDATE SET host = $1, port = $2, security = $3, username = $4, sealed_password = CASE WHEN $8 THEN m.sealed_password ELSE $5 END,
                from_address = $6, from_name = $7, version = m.version + 1, updated_at = now() WHERE m.version = $9
         RETURNING version`,
        [body.host, body.port, body.security, user, sealed, body.fromAddress, body.fromName, keepsPassword, before.version],
      );
      if (stored.length === 0) throw staleVersion();
      const after = await readMailSettings(tx);
      await recordAudit(tx, actorOf(operator), {
        action: 'mail-settings.change',
        subject: { kind: 'mail-settings', id: null, name: body.host },
        changes: { ...changesBetween(audited(before), audited(after)), ...(password === undefined ? {} : { password: ['…', '…'] as const }) },
      });
      return after;
    });
  }
}

const STRENGTH = { none: 0, starttls: 1, tls: 1 } as const;
const isWeaker = ({ security }: MailSettingsView, body: Pick<MailSettingsBody, 'security'>) => security !== null && STRENGTH[body.security] < STRENGTH[security];

function audited({ host, port, security, user, hasPassword, fromAddress, fromName }: MailSettingsView) {
  return { host, port, security, user, hasPassword, fromAddress, fromName };
}
