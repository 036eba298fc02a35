import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getRawAsset } from 'node:sea';
import type koffi from 'koffi';
import { ownFolder } from './own-folder.js';

/** Writes a native part that is carried inside this file where the system can load it; the folder goes at the end. */
export function unpack(asset: string, path: string): string {
  const file = join(ownFolder(), path);
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, new Uint8Array(getRawAsset(asset) as ArrayBuffer), { mode: 0o700 });
  return file;
}

/** The library that calls functions of Windows. It looks for its native part below `resourcesPath`, as it would inside other packers. */
export async function loadKoffi(): Promise<typeof koffi> {
  unpack('koffi.node', join('koffi', `${process.platform}_${process.arch}`, 'koffi.node'));
  Object.assign(process, { resourcesPath: ownFolder() });
  const library = (await import('koffi/indirect')) as unknown as { readonly default: typeof koffi };
  return library.default;
}
