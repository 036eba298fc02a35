import type { ClientPlatform } from '../../../contracts/guest-protocol/vocabulary';

export const SYSTEMS = ['windows', 'linux', 'mac', 'mobile', 'other'] as const;
export type System = (typeof SYSTEMS)[number];

/** Which program runs there; the others share from the browser. */
export const PROGRAM_OF: Partial<Record<System, ClientPlatform>> = { windows: 'win-x64', linux: 'linux-x64' };

/** What the browser says it runs on; the guest can say otherwise. */
export function systemOf(userAgent: string, maxTouchPoints: number): System {
  if (/Android|iPhone|iPad|Mobile/i.test(userAgent)) return 'mobile';
  if (/Windows/i.test(userAgent)) return 'windows';
  // An iPad calls itself a Mac; no Mac has a touch screen.
  if (/Mac OS|Macintosh/i.test(userAgent)) return maxTouchPoints > 1 ? 'mobile' : 'mac';
  if (/CrOS/i.test(userAgent)) return 'other';
  return /Linux/i.test(userAgent) ? 'linux' : 'other';
}

export const canShareScreen = (): boolean => 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;
