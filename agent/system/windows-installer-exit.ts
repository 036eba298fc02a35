/** Code of the status catalogue for an exit code that nobody has mapped; shown raw, with the tail of the log. */
export const UNMAPPED = 'RA-MSI-99';

export type InstallerExit = { readonly done: true; readonly restartNeeded: boolean } | { readonly errorCode: string };

/** 1707 is a success message that some deployment tools pass on as an exit code. */
const SUCCESS: ReadonlySet<number> = new Set([0, 1707]);
const SUCCESS_BUT_RESTART: ReadonlySet<number> = new Set([3010, 1641]);

const ERROR_CODES: ReadonlyMap<number, string> = new Map([
  [5, 'RA-MSI-14'],
  [87, 'RA-MSI-11'],
  [1601, 'RA-MSI-05'],
  [1602, 'RA-MSI-04'],
  [1603, 'RA-MSI-01'],
  [1604, 'RA-MSI-12'],
  [1605, 'RA-MSI-08'],
  [1612, 'RA-MSI-09'],
  [1614, 'RA-MSI-08'],
  [1618, 'RA-MSI-02'],
  [1619, 'RA-MSI-06'],
  [1620, 'RA-MSI-06'],
  [1622, 'RA-MSI-13'],
  [1625, 'RA-MSI-07'],
  [1632, 'RA-MSI-13'],
  [1633, 'RA-MSI-10'],
  [1638, 'RA-MSI-03'],
  [1639, 'RA-MSI-11'],
  [1643, 'RA-MSI-07'],
  [1644, 'RA-MSI-07'],
]);

/** What a Windows installer's exit code means; null is an installer that did not end by itself. */
export function readInstallerExit(exitCode: number | null): InstallerExit {
  if (exitCode !== null && SUCCESS.has(exitCode)) return { done: true, restartNeeded: false };
  if (exitCode !== null && SUCCESS_BUT_RESTART.has(exitCode)) return { done: true, restartNeeded: true };
  return { errorCode: (exitCode !== null && ERROR_CODES.get(exitCode)) || UNMAPPED };
}
