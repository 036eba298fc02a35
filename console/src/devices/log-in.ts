import { t } from '@lingui/core/macro';
import { MODES, type Device, type Launchability, type Me, type Mode, type Right } from '../api/types';
import { hasRight } from '../app/rights';

export const MODE_NAMES: Record<Mode, string> = { desktop: t`Desktop`, terminal: t`Terminal`, files: t`Files` };

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

interface Fix {
  readonly path: string;
  readonly label: string;
  /** Which right opens the page. */
  readonly needs?: Right;
}

/** The pages on which a refusal can be settled; the code itself leads to the catalogue anyway. */
const FIXES: readonly Fix[] = [
  { path: '/settings/users', label: t`Open Users`, needs: 'users.manage' },
  { path: '/settings/providers', label: t`Open Providers`, needs: 'providers.read' },
  { path: '/packages', label: t`Assign a package`, needs: 'policies.change' },
  { path: '/policies', label: t`Open Policies`, needs: 'policies.read' },
  { path: '/devices', label: t`Open the device` },
];

/** Where this person can settle a refusal; null where there is no such page, or where somebody else has to. */
export function fixFor({ fixUrl }: Launchability, me: Pick<Me, 'rights'>): { url: string; label: string } | null {
  const fix = FIXES.find(({ path }) => fixUrl?.startsWith(path));
  if (!fixUrl || !fix || (fix.needs && !hasRight(me, fix.needs))) return null;
  return { url: fixUrl, label: fix.label };
}
