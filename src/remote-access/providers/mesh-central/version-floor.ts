import { isBefore } from '../../version-order.js';

/** Below this the server's holes are known and being used; see the vendor's security releases. */
export const FLOOR_VERSION = '1.3.1';

/** The floor of this build, or the newer one that became known after it. */
export function floorVersion(raised: string | undefined): string {
  return raised === undefined || isBelowFloor(raised) ? FLOOR_VERSION : raised;
}

/** True for a version below the floor, and for one that cannot be read. */
export function isBelowFloor(version: string | null, floor = FLOOR_VERSION): boolean {
  return isBefore(numbers(version), numbers(floor));
}

function numbers(version: string | null): number[] | null {
  const found = /^v?(\d+(?:\.\d+){1,3})/.exec(version ?? '');
  return found ? found[1]!.split('.').map(Number) : null;
}
