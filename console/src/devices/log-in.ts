import { MODES, type Device, type Me, type Mode, type Right } from '../api/types';
import { hasRight } from '../app/rights';

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

/** Which right opens the page on which a refusal can be settled. */
const FIX_RIGHTS: readonly [path: string, right: Right][] = [
  ['/settings/users', 'users.manage'],
  ['/settings/providers', 'providers.read'],
  ['/packages', 'policies.change'],
  ['/policies', 'policies.read'],
];

/** Where this person can settle a refusal; null where somebody else has to. */
export function fixFor({ fixUrl }: Device['launchability'], me: Pick<Me, 'rights'>): string | null {
  if (!fixUrl?.startsWith('/')) return null;
  const needed = FIX_RIGHTS.find(([path]) => fixUrl.startsWith(path));
  return !needed || hasRight(me, needed[1]) ? fixUrl : null;
}
