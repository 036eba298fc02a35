/** Agents before this one do not speak the protocol as it is now; the previous release always does. */
export const OLDEST_AGENT_VERSION = '0.1.0';

/** Whether an endpoint agent is too old to be served; a version that cannot be read is not judged by its age. */
export function isTooOld(version: string, oldest = OLDEST_AGENT_VERSION): boolean {
  const given = numbersOf(version);
  const least = numbersOf(oldest);
  if (!given || !least) return false;
  for (let part = 0; part < least.length; part++) {
    if (given[part] !== least[part]) return given[part]! < least[part]!;
  }
  return false;
}

function numbersOf(version: string): readonly number[] | null {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version);
  return match ? match.slice(1).map(Number) : null;
}
