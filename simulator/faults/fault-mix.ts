import type { Step } from '../../contracts/agent-protocol.js';
import { chance } from '../chance.js';
import { platformOf } from '../simulated-identity.js';

/** What goes wrong on a simulated device. */
export type FaultEffect =
  /** The installation fails at this step, whenever it is tried. */
  | { readonly kind: 'installation-fails'; readonly at: Step }
  /** Orders are never taken. */
  | { readonly kind: 'takes-no-orders' }
  /** The installation is said to be done, and the provider never sees the remote agent. */
  | { readonly kind: 'never-registers' }
  /** The remote agent connects and never shows the mark that it was given. */
  | { readonly kind: 'shows-no-mark' }
  /** Some time after the installation something stands in the way of the remote agent, and stays. */
  | { readonly kind: 'trouble'; readonly installed: boolean; readonly running: boolean; readonly connected: boolean }
  /** Some time after the installation the device is switched off. */
  | { readonly kind: 'switched-off' }
  /** The remote agent is removed by somebody; installing it again works. */
  | { readonly kind: 'removed-once' }
  /** The remote agent is started anew and has to prove itself again. */
  | { readonly kind: 'restarted' }
  /** Another computer comes up with a copy of this one's disk, the key included. */
  | { readonly kind: 'copied' }
  /** The remote agent comes back with another identity, as after an installation by hand; the old record stays. */
  | { readonly kind: 'new-identity' };

export interface SimulatedFault {
  readonly name: string;
  /** What the device is to be judged with, for as long as the fault lasts; null where it is to mend by itself. */
  readonly expects: string | null;
  readonly os?: 'windows' | 'linux';
  readonly effect: FaultEffect;
}

const failsAt = (at: Step, codes: readonly string[], os?: 'windows' | 'linux'): SimulatedFault[] =>
  codes.map((code) => ({ name: code, expects: code, ...(os ? { os } : {}), effect: { kind: 'installation-fails', at } }));
const trouble = (code: string, [installed, running, connected]: readonly [boolean, boolean, boolean], os?: 'windows' | 'linux'): SimulatedFault =>
  ({ name: code, expects: code, ...(os ? { os } : {}), effect: { kind: 'trouble', installed, running, connected } });

/** Everything that a rehearsal lets happen; each is as likely as the others among those of its operating system. */
export const FAULT_MIX: readonly SimulatedFault[] = [
  ...failsAt('downloading', ['RA-NET-01', 'RA-NET-02', 'RA-NET-04', 'RA-NET-05', 'RA-NET-07', 'RA-NET-08', 'RA-NET-09', 'RA-PKG-01', 'RA-ELG-05']),
  ...failsAt('installing', ['RA-SEC-02', 'RA-SEC-04']),
  ...failsAt('installing', ['RA-MSI-01', 'RA-MSI-02', 'RA-MSI-03', 'RA-MSI-05', 'RA-MSI-06', 'RA-MSI-07', 'RA-MSI-13', 'RA-MSI-14', 'RA-MSI-99'], 'windows'),
  ...failsAt('installing', ['RA-LNX-01', 'RA-LNX-02', 'RA-LNX-05', 'RA-LNX-06', 'RA-LNX-07'], 'linux'),
  { name: 'takes no orders', expects: 'RA-SYS-01', effect: { kind: 'takes-no-orders' } },
  { name: 'never registers', expects: 'RA-AGT-01', effect: { kind: 'never-registers' } },
  { name: 'shows no mark', expects: 'RA-AGT-08', effect: { kind: 'shows-no-mark' } },
  trouble('RA-AGT-02', [true, false, false]),
  trouble('RA-AGT-03', [true, true, true]),
  trouble('RA-AGT-04', [true, true, false]),
  trouble('RA-CFG-04', [true, true, true]),
  trouble('RA-NET-03', [true, true, false]),
  trouble('RA-SEC-01', [false, false, false], 'windows'),
  trouble('RA-LNX-04', [true, false, false], 'linux'),
  { name: 'switched off', expects: 'RA-DSP-01', effect: { kind: 'switched-off' } },
  { name: 'copied', expects: 'RA-AGT-07', effect: { kind: 'copied' } },
  { name: 'removed once', expects: null, effect: { kind: 'removed-once' } },
  { name: 'restarted', expects: null, effect: { kind: 'restarted' } },
  { name: 'new identity', expects: null, effect: { kind: 'new-identity' } },
];

/** The fault of this device, the same for the same seed; null for one to which nothing happens. `share` is from 0 to 1. */
export function faultOf(seed: number, index: number, share: number): SimulatedFault | null {
  const random = chance(seed * 7_368_787 + index);
  if (random() >= share) return null;
  const { os } = platformOf(index);
  const possible = FAULT_MIX.filter((fault) => fault.os === undefined || fault.os === os);
  return possible[Math.floor(random() * possible.length)]!;
}
