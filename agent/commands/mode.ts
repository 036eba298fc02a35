import type { StateFolder } from '../state/state-folder.js';

/** How the remote agents of a state folder are hosted, which must not change while they exist. */
export interface Mode {
  readonly privateMode: boolean;
}

const FILE = 'mode.json';

export function readMode(state: StateFolder): Mode | undefined {
  return state.readJson<Mode>(FILE);
}

export function writeMode(state: StateFolder, mode: Mode): void {
  state.writeJson(FILE, mode);
}
