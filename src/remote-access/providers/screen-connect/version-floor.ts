import { isBefore } from '../../version-order.js';

/** Below this the server's machine keys lie unprotected; see the vendor's security releases. */
export const FLOOR_VERSION = '26.1';
/** Below this anybody can take the server over, and does: it is not connected at all. */
export const REFUSED_BELOW = '23.9.8';

/** The floor of this build, or the newer one that became known after it. */
export function floorVersion(raised: string | undefined): string {
  return raised === undefined || isBelowFloor(raised) ? FLOOR_VERSION : raised;
}

/** True for a version below the floor, and for one that cannot be read. */
export function isBelowFloor(version: string | null, floor = FLOOR_VERSION): boolean {
  return isBefore(numbers(version), numbers(floor));
}

function numbers(version: string | null): number[] | null {
  const found = /^(\d{1,6}(?:\.\d{1,6}){1,3})(?!\.?\d)/.exec(version ?? '');
  return found ? found[1]!.split('.').map(Number) : null;
}
