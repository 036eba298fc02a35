import type { Tx } from '../../platform/database/unit-of-work.js';

/** Who helps, as guests are told: what the installation is called, and for which client; no host can write it. */
export async function organisationOf(tx: Tx, { clientId }: { readonly clientId: string | null }): Promise<string> {
  const [names]: { installation: string | null; client: string | null }[] = await tx.query(
    'SELECT (SELECT name FROM installation) AS installation, (SELECT name FROM client WHERE id = $1) AS client',
    [clientId],
  );
  const installation = names?.installation ?? 'Latchkey';
  return names?.client ? `${installation} for ${names.client}` : installation;
}
