import { Inject, Injectable } from '@nestjs/common';
import { createReadStream, type ReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperatingSystem } from '../../../contracts/agent-protocol.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';

/** One built endpoint agent, as the build wrote it into `manifest.json`. */
export interface AgentBuild {
  /** `linux-x64`, `linux-arm64`, `win-x64`, … */
  readonly platform: string;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

const OS_PREFIX: Readonly<Record<OperatingSystem, string>> = { linux: 'linux-', windows: 'win-', macos: 'macos-' };

/** The endpoint agents that this server hands out: exactly those of the manifest, read again whenever it changes. */
@Injectable()
export class AgentBuilds {
  private known: { readonly mtimeMs: number; readonly builds: readonly AgentBuild[] } = { mtimeMs: -1, builds: [] };

  constructor(@Inject(WEB_CONFIG) private readonly config: Pick<WebConfig, 'agentDir'>) {}

  /** All builds; none where nothing was built yet. */
  async all(): Promise<readonly AgentBuild[]> {
    const path = join(this.config.agentDir, 'manifest.json');
    const found = await stat(path).catch(() => null);
    if (!found) return [];
    if (found.mtimeMs !== this.known.mtimeMs) {
      this.known = { mtimeMs: found.mtimeMs, builds: buildsIn(JSON.parse(await readFile(path, 'utf8'))) };
    }
    return this.known.builds;
  }

  async of(os: OperatingSystem): Promise<readonly AgentBuild[]> {
    return (await this.all()).filter((build) => build.platform.startsWith(OS_PREFIX[os]));
  }

  open(build: AgentBuild): ReadStream {
    return createReadStream(join(this.config.agentDir, build.file));
  }
}

function buildsIn(manifest: unknown): AgentBuild[] {
  const { files } = manifest as { files?: unknown };
  if (!Array.isArray(files)) throw new TypeError('manifest.json of the endpoint agents names no files');
  return files.filter(isBuild);
}

/** What is named in an address or a shell command must be harmless there. */
function isBuild(value: unknown): value is AgentBuild {
  const { platform, file, sha256, size } = value as Record<string, unknown>;
  return (
    typeof platform === 'string' && /^(linux|win|macos)-[a-z0-9]{1,10}$/.test(platform) &&
    typeof file === 'string' && /^latchkey-agent-[a-z0-9.-]{1,40}$/.test(file) &&
    typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(size)
  );
}
