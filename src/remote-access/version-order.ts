/** A version as numbers, the first the weightiest; null for one that cannot be read. */
export type VersionNumbers = readonly number[] | null;

/** True where a version comes before the floor, and where either cannot be read: what is not known is not trusted. */
export function isBefore(version: VersionNumbers, floor: VersionNumbers): boolean {
  if (version === null || floor === null) return true;
  for (let i = 0; i < floor.length; i++) {
    const difference = (version[i] ?? 0) - floor[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
