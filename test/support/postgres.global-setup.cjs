/** One PostgreSQL for the whole run: served once, migrated once into a template that every spec file copies. */
const { mkdtempSync, chmodSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
require('./typescript-require.cjs');

module.exports = async () => {
  const given = process.env.LATCHKEY_TEST_DATABASE_URL;
  const { prepareTemplate } = require('./prepare-template.ts');
  if (given) {
    await prepareTemplate(given);
    return;
  }
  const { startEmbeddedPostgres } = require('../../src/platform/database/embedded-postgres.ts');
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-pg-'));
  chmodSync(dataDir, 0o755);
  const ownerPassword = require('node:crypto').randomBytes(18).toString('hex');
  const postgres = await startEmbeddedPostgres({ dataDir, ownerPassword, durability: 'none' });
  globalThis.latchkeyPostgres = { postgres, dataDir };
  process.env.LATCHKEY_TEST_DATABASE_URL = postgres.urlFor('latchkey_owner', ownerPassword, 'postgres');
  await prepareTemplate(process.env.LATCHKEY_TEST_DATABASE_URL);
};
