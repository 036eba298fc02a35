import type { Desktop } from '../desktop.js';
import { loadKoffi } from '../../program/native-parts.js';
import { loadWindowsApi } from './windows-api.js';
import { WindowsClipboard } from './windows-clipboard.js';
import { WindowsInput } from './windows-input.js';
import { WindowsScreen } from './windows-screen.js';

/** The desktop of the person who started the program. Windows keeps its secure desktop and programs with more rights out of reach. */
export async function openWindowsDesktop(): Promise<Desktop> {
  const api = loadWindowsApi(await loadKoffi());
  const input = new WindowsInput(api);
  return { screen: new WindowsScreen(api), input, clipboard: new WindowsClipboard(api), close: () => input.releaseAll() };
}
