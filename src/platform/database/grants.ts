import type { DataSource } from 'typeorm';

/**
 * What each process may do in the database. `web` faces the network: it holds neither signing keys nor provider
 * credentials, cannot write desired state or orders, and can only add to the audit log; `core` can, and only adds to it too.
 */
const CORE_ONLY = ['instance_key', 'provider_secret'];
const APPEND_ONLY = ['audit_entry', 'removal_given_up'];
const READ_BY_WEB = [
  'core_process', 'server_key', 'provider_site', 'remote_endpoint', 'artifact', 'deployment_status', 'deployment_event', 'removal_proof', 'rollout_device', 'rollout_news', 'site_tally', 'schema_migration',
];
const WRITABLE_COLUMNS_FOR_WEB: Readonly<Record<string, readonly string[]>> = {
  deployment: ['due_at'],
  instruction: [
    'acknowledged_at', 'progress_at', 'step', 'percent', 'reported_at', 'outcome', 'error_code', 'detail', 'gone', 'frame',
  ],
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
  if (APPEND_ONLY.includes(table)) return 'SELECT, INSERT';
  if (READ_BY_WEB.includes(table)) return 'SELECT';
  const columns = WRITABLE_COLUMNS_FOR_WEB[table];
  return columns ? `SELECT, UPDATE (${columns.join(', ')})` : 'SELECT, INSERT, UPDATE, DELETE';
}
