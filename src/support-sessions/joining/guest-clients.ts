import { Inject, Injectable } from '@nestjs/common';
import { createReadStream, type ReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIENT_PLATFORMS, type ClientPlatform } from '../../../contracts/guest-protocol.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';

export interface OfferedClient {
  readonly platform: ClientPlatform;
  readonly version: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Whoever has signed it; null while nobody has. */
  readonly signer: string | null;
}

interface BuiltClient extends OfferedClient {
  readonly file: string;
}

/** The guest clients that this server hands out: exactly those of the build's manifest, read again whenever it changes; none where nothing was built. */
@Injectable()
export class GuestClients {
  private known: { readonly mtimeMs: number; readonly clients: readonly BuiltClient[] } = { mtimeMs: -1, clients: [] };

  constructor(@Inject(WEB_CONFIG) private readonly config: Pick<WebConfig, 'guestDir'>) {}

  async offered(): Promise<readonly OfferedClient[]> {
    return (await this.all()).map(({ platform, version, sizeBytes, sha256, signer }) => ({ platform, version, sizeBytes, sha256, signer }));
  }

  async of(platform: string): Promise<BuiltClient | null> {
    return (await this.all()).find((client) => client.platform === platform) ?? null;
  }

  /** Empty where there is none. */
  async currentVersion(): Promise<string> {
    return (await this.all())[0]?.version ?? '';
  }

  open(client: BuiltClient): ReadStream {
    return createReadStream(join(this.config.guestDir, client.file));
  }

  private async all(): Promise<readonly BuiltClient[]> {
    const path = join(this.config.guestDir, 'manifest.json');
    const found = await stat(path).catch(() => null);
    if (!found) return [];
    if (found.mtimeMs !== this.known.mtimeMs) this.known = { mtimeMs: found.mtimeMs, clients: clientsIn(JSON.parse(await readFile(path, 'utf8'))) };
    return this.known.clients;
  }
}

function clientsIn(manifest: unknown): BuiltClient[] {
  const { version, files } = manifest as { version?: unknown; files?: unknown };
  if (typeof version !== 'string' || !Array.isArray(files)) throw new TypeError('manifest.json of the guest clients names no version or no files');
  return files.flatMap((file) => clientOf(file, version));
}

/** The name of a file must be one of this folder. */
function clientOf(value: unknown, version: string): BuiltClient[] {
  const { platform, file, sizeBytes, sha256, signer } = value as Record<string, unknown>;
  const isOne =
    CLIENT_PLATFORMS.includes(platform as ClientPlatform) && typeof file === 'string' && /^[a-z0-9][a-z0-9.-]{0,60}$/.test(file) &&
    typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) && Number.isSafeInteger(sizeBytes);
  return isOne ? [{ platform: platform as ClientPlatform, version, file: file, sizeBytes: sizeBytes as number, sha256: sha256, signer: typeof signer === 'string' ? signer : null }] : [];
}
