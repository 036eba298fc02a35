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
const NOT_OFFERED: ModeUse = { usable: false, code: 'RA-LCH-18' };

/**
 * What can be opened, as far as the provider, which opens these, the device and the policy go; a desktop that may not be controlled can
 * still be watched. Where one kind of session is all that a product opens, what can be seen in it without a display is for it to show.
 */
export function modesOf(opens: readonly Mode[], { hasDisplay }: { readonly hasDisplay: boolean }, settings: Readonly<Record<string, SettingValue>>): Modes {
  const offered = (mode: Mode, otherwise: ModeUse): ModeUse => (opens.includes(mode) ? otherwise : NOT_OFFERED);
  return {
    desktop: offered('desktop', hasDisplay || opens.length === 1 ? USABLE : NO_DISPLAY),
    terminal: offered('terminal', settings['capability.terminal'] === false ? FORBIDDEN : USABLE),
    files: offered('files', settings['capability.files'] === false ? FORBIDDEN : USABLE),
  };
}
