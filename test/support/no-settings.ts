/** Keeps the empty settings under the name `none`, for deployments of which a test needs nothing but the row. */
export async function keepNoSettings(source: { query(sql: string): Promise<unknown> }): Promise<void> {
  await source.query(`INSERT INTO effective_settings (hash, settings) VALUES ('none', '{}') ON CONFLICT DO NOTHING`);
}
