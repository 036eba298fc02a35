import type { EntityManager } from 'typeorm';

/** TypeORM's own record of what has run: bookkeeping, not schema. */
const BOOKKEEPING = 'schema_migration';

/** What stands between the parentheses of CREATE TABLE; PostgreSQL 18 lists NOT NULL as constraints too, hence the filter. */
const TABLES = `
  SELECT c.relname AS name, array_to_string(c.reloptions, ', ') AS options, c.relpersistence = 'u' AS unlogged,
    (SELECT array_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
       || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
       || CASE WHEN a.attidentity <> '' THEN ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY' ELSE '' END
       || CASE WHEN d.oid IS NULL THEN ''
               WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
               WHEN a.attgenerated = 'v' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid))
               ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END
       ORDER BY a.attnum)
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT array_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)) ORDER BY position(k.contype::text IN 'pufcx'), k.conname COLLATE "C")
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')) AS constraints,
    (SELECT array_agg(pg_get_indexdef(i.indexrelid) ORDER BY n.relname COLLATE "C")
     FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid
     WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))) AS indexes,
    (SELECT array_agg(pg_get_triggerdef(t.oid) ORDER BY t.tgname COLLATE "C")
     FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> $1
  ORDER BY c.relname COLLATE "C"`;

const VIEWS = `
  SELECT format(E'CREATE %sVIEW %I AS\\n%s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END, c.relname, pg_get_viewdef(c.oid)) AS text
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm') ORDER BY c.relname COLLATE "C"`;

const FUNCTIONS = `
  SELECT rtrim(pg_get_functiondef(p.oid), E' \\n') || ';' AS text
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
  ORDER BY p.proname COLLATE "C", pg_get_function_identity_arguments(p.oid) COLLATE "C"`;

/** Kinds of things that this dump cannot spell out are named at least, so that adding one is seen. */
const OTHERS = `
  SELECT '-- ' || kind || ' ' || name AS text FROM (
    SELECT 'sequence' AS kind, c.relname::text AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND c.relname NOT LIKE '${BOOKKEEPING}%'
    UNION ALL SELECT 'type', t.typname FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r')
    UNION ALL SELECT 'extension', e.extname FROM pg_extension e WHERE e.extname <> 'plpgsql'
    UNION ALL SELECT 'schema', n.nspname FROM pg_namespace n WHERE n.nspname <> 'public' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    UNION ALL SELECT 'row policy', p.polname FROM pg_policy p
  ) other ORDER BY kind, name COLLATE "C"`;

interface TableRow {
  readonly name: string;
  readonly options: string | null;
  readonly unlogged: boolean;
  readonly columns: readonly string[] | null;
  readonly constraints: readonly string[] | null;
  readonly indexes: readonly string[] | null;
  readonly triggers: readonly string[] | null;
}

/**
 * The schema as text, the same for the same schema whatever order things were made in; for reading and comparing, not for
 * restoring. Needs a transaction, whose search path it sets.
 */
export async function dumpSchema(tx: EntityManager): Promise<string> {
  await tx.query('SET LOCAL search_path = public');
  const tables: TableRow[] = await tx.query(TABLES, [BOOKKEEPING]);
  const parts = [
    '-- The schema that the migrations lead to, written by dump-schema.ts; see schema.pg.spec.ts for how to renew it.',
    ...tables.map(tableText),
    ...(await texts(tx, VIEWS)),
    ...(await texts(tx, FUNCTIONS)),
    (await texts(tx, OTHERS)).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

function tableText({ name, options, unlogged, columns, constraints, indexes, triggers }: TableRow): string {
  const inside = [...(columns ?? []), ...(constraints ?? [])].map((line) => `  ${line}`).join(',\n');
  const create = `CREATE ${unlogged ? 'UNLOGGED ' : ''}TABLE ${name} (\n${inside}\n)${options ? ` WITH (${options})` : ''}`;
  return [create, ...(indexes ?? []), ...(triggers ?? [])].map((statement) => `${statement};`).join('\n');
}

async function texts(tx: EntityManager, query: string): Promise<string[]> {
  const rows: { text: string }[] = await tx.query(query);
  return rows.map(({ text }) => text);
}
