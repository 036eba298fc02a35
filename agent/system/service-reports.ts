import type { Trouble } from '../../contracts/agent-protocol.js';

// What the service managers of the systems print about a service, whosever it is.

const DISABLED = 'RA-AGT-03';
const UNIT_FAILED = 'RA-LNX-04';

/** What `systemctl show` says is wrong with a unit that should start with the system; null where nothing is, or nothing is said. */
export function parseUnitTrouble(output: string): Trouble | null {
  const said = Object.fromEntries(output.split('\n').map((line) => line.split('=', 2) as [string, string?]));
  const { LoadState, ActiveState, UnitFileState, Result } = said;
  if (LoadState === 'masked' || UnitFileState === 'masked') return { code: DISABLED, detail: 'the unit is masked' };
  if (UnitFileState === 'disabled') return { code: DISABLED, detail: 'the unit is disabled' };
  return ActiveState === 'failed' ? { code: UNIT_FAILED, detail: `the unit has failed: ${Result ?? 'no reason given'}` } : null;
}

/** What `sc qc` says of a service that does not start with the system. Numbers, as the words are translated: 3 is by demand, 4 is disabled. */
export function parseStartType(output: string): Trouble | null {
  const type = /^\s*[^:\n]*:\s*([34])\s+(?:DEMAND_START|DISABLED)/m.exec(output)?.[1];
  return type ? { code: DISABLED, detail: type === '4' ? 'the service is disabled' : 'the service does not start with the system' } : null;
}

/** The process in what `sc queryex` prints; undefined unless the service is running. Numbers, as the words are translated. */
export function parseServicePid(output: string): number | undefined {
  const running = /:\s*4\s+RUNNING/.test(output);
  const pid = Number(/\bPID\s*:\s*(\d+)/.exec(output)?.[1] ?? 0);
  return running && pid > 0 ? pid : undefined;
}

/** What `launchctl print-disabled system` says of a daemon, by its label, that somebody disabled. */
export function parseDisabled(output: string, label: string): Trouble | null {
  const isDisabled = new RegExp(`"${label}" => (disabled|true)`).test(output);
  return isDisabled ? { code: DISABLED, detail: 'the daemon is disabled' } : null;
}

/** The process in what `launchctl print` says of a daemon; undefined unless it is running. */
export function parseDaemonPid(output: string): number | undefined {
  const pid = Number(/^\s*pid = (\d+)$/m.exec(output)?.[1] ?? 0);
  return /^\s*state = running$/m.test(output) && pid > 0 ? pid : undefined;
}
