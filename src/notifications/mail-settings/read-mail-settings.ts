import type { Tx } from '../../platform/database/unit-of-work.js';
import type { MailSettingsView } from './mail-settings.view.js';

const UNSAID: MailSettingsView = { host: null, port: null, security: null, user: null, hasPassword: false, fromAddress: null, fromName: null, updatedAt: null, version: 0 };

export async function readMailSettings(tx: Tx): Promise<MailSettingsView> {
  const [settings]: MailSettingsView[] = await tx.query(
    `SELECT host, port, security, username AS user, sealed_password IS NOT NULL AS "hasPassword", from_address AS "fromAddress", from_name AS "fromName",
            updated_at AS "updatedAt", version FROM mail_settings`,
  );
  return settings ?? UNSAID;
}
