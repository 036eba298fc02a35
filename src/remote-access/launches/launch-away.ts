import type { Tx } from '../../platform/database/unit-of-work.js';
import { isLoopbackHost } from '../../platform/config/hosts.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ProviderKind } from '../provider-kind.js';
import { providerKind } from '../provider-registry.js';

/** Where a launch happens: behind the doors of the embedded engine, or at a server that somebody else runs. */
export interface LaunchPlace {
  readonly embedded: boolean;
  readonly kind: string;
  readonly connection: Readonly<Record<string, string>>;
}

export async function placeOfLaunch(reads: Tx, launchId: string): Promise<LaunchPlace> {
  const [place]: LaunchPlace[] = await reads.query(
    `SELECT i.embedded, i.kind, i.connection FROM launch l JOIN deployment p ON p.id = l.deployment_id JOIN provider_instance i ON i.id = p.provider_instance_id WHERE l.id = $1`,
    [launchId],
  );
  if (!place) throw new DomainError('RA-LCH-10', 'This launch is not waiting to be opened.');
  return place;
}

/**
 * The page of a server that somebody else runs, where a launch goes on. Refuses anything that is not on the origin that the instance
 * was connected by, and what is not encrypted on its way there: a provider that was taken over sends nobody elsewhere.
 */
export function pageOfItsOwn(path: string, { kind: name, connection }: LaunchPlace): string {
  const kind = providerKind(name);
  const page = URL.canParse(path) ? new URL(path) : null;
  const isSafe = page && page.username === '' && page.password === '' && (page.protocol === 'https:' || (page.protocol === 'http:' && isLoopbackHost(page.hostname)));
  if (!kind || !page || !isSafe || !originsOf(kind, connection).includes(page.origin))
    throw new DomainError('RA-INS-04', 'The provider answered with an address that is not its own; nobody is sent there.');
  return page.href;
}

function originsOf(kind: ProviderKind, connection: Readonly<Record<string, string>>): string[] {
  const addresses = kind.connectionFields.filter(({ input }) => input === 'url').map(({ key }) => connection[key] ?? '');
  return addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).origin);
}
