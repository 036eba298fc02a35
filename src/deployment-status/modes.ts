import type { DeploymentFacts } from './deployment-facts.js';

export interface ModeUse {
  readonly usable: boolean;
  readonly code?: string;
}
export type Modes = Readonly<Record<'desktop' | 'terminal' | 'files', ModeUse>>;

/** What can be opened on this device as far as the device goes; what the policy forbids is judged at launch. A missing display touches the desktop only. */
export function modesOf({ device }: Pick<DeploymentFacts, 'device'>): Modes {
  return {
    desktop: device.hasDisplay ? { usable: true } : { usable: false, code: 'RA-LNX-03' },
    terminal: { usable: true },
    files: { usable: true },
  };
}
