import type { DataSource } from 'typeorm';

/**
 * What each process may do in the database. `web` faces the network: it holds neither signing keys nor provider
 * credentials, cannot write desired state or orders, and can only add to the audit log; `core` can, and only adds to it too.
 */
const CORE_ONLY = ['instance_key', 'core_box_secret', 'core_seed'];
const APPEND_ONLY = ['audit_entry', 'audit_seal', 'audit_checkpoint', 'removal_given_up'];
const READ_BY_WEB = [
  'audit_seal', 'audit_checkpoint', 'audit_sealer', 'core_box', 'notification_edge',
  'core_process', 'server_key', 'provider_site', 'remote_endpoint', 'artifact', 'deployment_status', 'deployment_event', 'removal_proof', 'rollout_device', 'rollout_news', 'site_tally', 'provider_event', 'schema_migration',
];
/** web says what is to be told and asks for tests; what has become of it is core's to say. */
const ADDED_TO_BY_WEB = ['notification', 'notification_place', 'outgoing_mail', 'webhook_delivery'];
const WRITABLE_COLUMNS_FOR_WEB: Readonly<Record<string, readonly string[]>> = {
  deployment: ['due_at'],
  provider_instance: [
    'name', 'region', 'capacity', 'takes_sites', 'enabled', 'connection', 'connection_version', 'hint_hash', 'paused_reason', 'longest_launch_minutes', 'version', 'updated_at',
  ],
  instruction: [
    'acknowledged_at', 'progress_at', 'step', 'percent', 'reported_at', 'outcome', 'error_code', 'detail', 'gone', 'frame',
  ],
};
/** web puts in what it sealed for core, and sees that it is there; what core has made of an instance it cannot make up. */
const FURTHER_FOR_WEB: Readonly<Record<string, string>> = {
  provider_instance: 'INSERT (id, kind, name, region, connection), DELETE',
  provider_secret: 'SELECT (provider_instance_id, name), INSERT, DELETE',
};

/** Grants the two process logins exactly what they need; run as the owner after every migration. */
export async function applyGrants(source: DataSource, logins = { core: 'latchkey_core', web: 'latchkey_web' }): Promise<void> {
  const tables: { name: string }[] = await source.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  await source.transaction(async (tx) => {
    for (const login of [logins.core, logins.web]) {
      await tx.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "${login}"`);
      await tx.query(`GRANT USAGE ON SCHEMA public TO "${login}"`);
    }
    for (const { name } of tables) {
      await tx.query(`GRANT ${APPEND_ONLY.includes(name) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'} ON "${name}" TO "${logins.core}"`);
      const forWeb = webGrant(name);
      if (forWeb) await tx.query(`GRANT ${forWeb} ON "${name}" TO "${logins.web}"`);
    }
  });
}

function webGrant(table: string): string | null {
  if (CORE_ONLY.includes(table)) return null;
  if (READ_BY_WEB.includes(table)) return 'SELECT';
  if (APPEND_ONLY.includes(table) || ADDED_TO_BY_WEB.includes(table)) return 'SELECT, INSERT';
  const columns = WRITABLE_COLUMNS_FOR_WEB[table];
  const [changes, further] = [columns && `SELECT, UPDATE (${columns.join(', ')})`, FURTHER_FOR_WEB[table]];
  return changes || further ? [changes, further].filter(Boolean).join(', ') : 'SELECT, INSERT, UPDATE, DELETE';
}
