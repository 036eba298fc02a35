/** One instance on which a site could be placed. */
export interface PoolMember {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  /** Devices that it serves, and that it is meant for; null where nothing limits it. */
  readonly devices: number;
  readonly capacity: number | null;
  readonly takesSites: boolean;
  /** False while it is switched off; whoever went there would wait for somebody to switch it on. */
  readonly enabled: boolean;
}

export interface PlacementWish {
  /** The region that the site itself names. */
  readonly region: string | null;
  /** Where the client's first site is; the others join it. */
  readonly clientsInstanceId: string | null;
  /** What is nearest to whoever creates the site, the nearest first. */
  readonly nearRegions: readonly string[];
}

export interface ChosenPlacement {
  readonly instanceId: string;
  /** In words, for the record. */
  readonly reason: string;
}

/** Why an instance takes no new sites, as a code of the status catalogue; null where it does. */
export function refusalOf({ devices, capacity, takesSites, enabled }: PoolMember): 'RA-INS-13' | 'RA-INS-14' | null {
  if (!takesSites || !enabled) return 'RA-INS-14';
  return capacity !== null && devices >= capacity ? 'RA-INS-13' : null;
}

/**
 * Chooses the instance for a new site, and says why: the region that it names, else where the client already is, else the region
 * nearest to whoever creates it, else the first of the installation. Of several in one region the emptiest. Null where none takes it.
 * Pure; `pool` in the order of the installation, the first first.
 */
export function placeSite(pool: readonly PoolMember[], { region, clientsInstanceId, nearRegions }: PlacementWish): ChosenPlacement | null {
  const open = pool.filter((each) => refusalOf(each) === null);
  const inRegion = (wanted: string): PoolMember | undefined => emptiest(open.filter((each) => each.region !== null && sameRegion(each.region, wanted)));
  const named = region === null ? undefined : inRegion(region);
  if (named) return { instanceId: named.id, reason: `In the region of the site, ${named.region}` };
  const joined = open.find(({ id }) => id === clientsInstanceId);
  if (joined) return { instanceId: joined.id, reason: 'With the first site of the client' };
  for (const near of nearRegions) {
    const found = inRegion(near);
    if (found) return { instanceId: found.id, reason: `Nearest to whoever created the site: region ${near}` };
  }
  const [first] = open;
  return first ? { instanceId: first.id, reason: first === pool[0] ? 'The first provider instance of this installation' : 'The first provider instance that takes new sites' } : null;
}

function sameRegion(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function emptiest(members: readonly PoolMember[]): PoolMember | undefined {
  return [...members].sort((a, b) => load(a) - load(b))[0];
}

function load({ devices, capacity }: PoolMember): number {
  return capacity === null ? devices / Number.MAX_SAFE_INTEGER : devices / capacity;
}
