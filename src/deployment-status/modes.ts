import type { SettingValue } from '../../contracts/policy-settings.js';

/** How a device can be opened. */
export const MODES = ['desktop', 'terminal', 'files'] as const;
export type Mode = (typeof MODES)[number];

export interface ModeUse {
  readonly usable: boolean;
  /** Why not. */
  readonly code?: string;
}
export type Modes = Readonly<Record<Mode, ModeUse>>;

const USABLE: ModeUse = { usable: true };
/** A missing display touches the desktop only. */
const NO_DISPLAY: ModeUse = { usable: false, code: 'RA-LNX-03' };
const FORBIDDEN: ModeUse = { usable: false, code: 'RA-LCH-17' };

/** What can be opened, as far as device and policy go; a desktop that may not be controlled can still be watched. */
export function modesOf({ hasDisplay }: { readonly hasDisplay: boolean }, settings: Readonly<Record<string, SettingValue>>): Modes {
  return {
    desktop: hasDisplay ? USABLE : NO_DISPLAY,
    terminal: settings['capability.terminal'] === false ? FORBIDDEN : USABLE,
    files: settings['capability.files'] === false ? FORBIDDEN : USABLE,
  };
}
