import { getAsset, isSea } from 'node:sea';

/** The server that this program was built for, where its operator has said so (LATCHKEY_GUEST_SERVER at the build); null where any may be joined. */
export function builtInServer(): string | null {
  const text = isSea() ? getAsset('server', 'utf8').trim() : '';
  return text === '' ? null : text;
}
