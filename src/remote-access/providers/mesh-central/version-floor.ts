/** Below this the server's holes are known and being used; see the vendor's security releases. */
export const FLOOR_VERSION = '1.3.1';

/** True for a version below the floor, and for one that cannot be read. */
export function isBelowFloor(version: string | null, floor = FLOOR_VERSION): boolean {
  const [ours, least] = [numbers(version), numbers(floor)];
  if (ours === null || least === null) return true;
  for (let i = 0; i < least.length; i++) {
    const difference = (ours[i] ?? 0) - least[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbers(version: string | null): number[] | null {
  const found = /^v?(\d+(?:\.\d+){1,3})/.exec(version ?? '');
  return found ? found[1]!.split('.').map(Number) : null;
}
