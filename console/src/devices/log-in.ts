import { MODES, type Device, type Mode } from '../api/types';

export const MODE_NAMES: Record<Mode, string> = { desktop: 'Desktop', terminal: 'Terminal', files: 'Files' };

/** A terminal opens fastest and needs no display; whoever wants the screen takes it from the card. */
const PREFERENCE: readonly Mode[] = ['terminal', 'desktop', 'files'];

export interface ModeChoice {
  mode: Mode;
  usable: boolean;
  /** Why not; a code of the catalogue. */
  code: string | undefined;
}

type Openable = Pick<Device, 'launchability' | 'deployment'>;

/** Every mode with whether it can be opened now. */
export function modeChoices({ launchability, deployment }: Openable): ModeChoice[] {
  return MODES.map((mode) => {
    const state = deployment?.modes[mode];
    return {
      mode,
      usable: launchability.allowed && state?.usable === true,
      code: state?.code ?? launchability.code ?? undefined,
    };
  });
}

/** What a click on Log In opens; null when nothing can be opened. */
export function preferredMode(device: Openable): Mode | null {
  const usable = modeChoices(device).filter((choice) => choice.usable);
  return PREFERENCE.find((mode) => usable.some((choice) => choice.mode === mode)) ?? null;
}

export const launchingPath = (deviceId: string, mode: Mode): string => `/launching/${deviceId}?mode=${mode}`;
