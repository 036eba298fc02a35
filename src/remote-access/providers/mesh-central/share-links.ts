import {
  ProviderError,
  type LaunchMode,
  type LaunchRequest,
  type MintedLaunch,
  type OpenLaunch,
} from '../../provider.js';
import type { ControlConnection } from './control-connection.js';
import { cleaned, displayName, momentOf } from './node-record.js';

const PROTOCOL = { terminal: 1, desktop: 2, files: 4 } as const satisfies Record<LaunchMode, number>;
const NOTIFY = { desktop: 1, terminal: 2, files: 4 } as const satisfies Record<LaunchMode, number>;
const PROMPT = { desktop: 8, terminal: 16, files: 32 } as const satisfies Record<LaunchMode, number>;
const BANNER = 64;
const LONGEST_URL = 4_000;

/** The engine draws them as base64 and puts `@` for its slash; its own begin with `AS:node/`. */
const isShareId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9+/=@$_:-]{1,200}$/.test(value);

/** The consent flags of a share; they say everything, because our groups ask for nothing themselves. */
export function consentFlags({ mode, courtesies }: Pick<LaunchRequest, 'mode' | 'courtesies'>): number {
  return (
    (courtesies.notify ? NOTIFY[mode] : 0) |
    (courtesies.prompt ? PROMPT[mode] : 0) |
    (courtesies.banner && mode === 'desktop' ? BANNER : 0)
  );
}

/** Makes a share on the account of the given connection; the path leads to `pathOf` of the server's own URL. */
export async function mintShare(
  control: ControlConnection,
  request: LaunchRequest,
  pathOf: (url: URL) => string,
): Promise<MintedLaunch> {
  const answer = await control.ask('createDeviceShareLink', {
    nodeid: request.remoteId,
    guestname: displayName(request.guestName),
    p: PROTOCOL[request.mode],
    consent: consentFlags(request),
    expire: Math.max(1, Math.ceil(request.expiresInMinutes)),
    viewOnly: request.viewOnly,
  });
  const { url, publicid, expire } = answer;
  const [page, expiresAt] = [typeof url === 'string' && url.length <= LONGEST_URL && URL.canParse(url) ? new URL(url) : null, momentOf(expire)];
  if (!page || !isShareId(publicid) || !expiresAt) throw new ProviderError('rejected', 'The server made no share.');
  return { shareId: publicid, path: pathOf(page), expiresAt };
}

export async function removeShare(control: ControlConnection, remoteId: string, shareId: string): Promise<void> {
  try {
    await control.ask('removeDeviceShare', { nodeid: remoteId, publicid: shareId });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

export async function openShares(control: ControlConnection, remoteId: string): Promise<readonly OpenLaunch[]> {
  try {
    const answer = await control.ask('deviceShares', { nodeid: remoteId });
    const shares = Array.isArray(answer.deviceShares) ? (answer.deviceShares as (Record<string, unknown> | null)[]) : [];
    return shares.flatMap((share) => {
      const shareId = share?.publicid;
      return isShareId(shareId) ? [{ shareId, guestName: cleaned(share!.guestName) ?? '', expiresAt: momentOf(share!.expireTime) }] : [];
    });
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** The endpoint does not exist any more, so nothing of it is open. */
function isGone(error: unknown): boolean {
  return error instanceof ProviderError && /Invalid node id/.test(error.detail);
}
