import { readFileSync } from 'node:fs';
import { release, version } from 'node:os';
import type { Architecture, OperatingSystem } from '../../contracts/agent-protocol.js';

const OPERATING_SYSTEM: Partial<Record<NodeJS.Platform, OperatingSystem>> = {
  linux: 'linux',
  win32: 'windows',
  darwin: 'macos',
};
const ARCHITECTURE: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'x86',
  arm: 'arm',
};

/** Throws on a system that the protocol has no word for. */
export function operatingSystem(): OperatingSystem {
  return OPERATING_SYSTEM[process.platform] ?? unsupported(process.platform);
}

/** Throws on an architecture that the protocol has no word for. */
export function architecture(): Architecture {
  return ARCHITECTURE[process.arch] ?? unsupported(process.arch);
}

/** The system's own name for its version, such as `Debian GNU/Linux 12 (bookworm)`. */
export function osVersion(): string {
  if (process.platform !== 'linux') return `${version()} ${release()}`;
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return prettyName(readFileSync(path, 'utf8')) ?? `Linux ${release()}`;
    } catch {
      // The next place; a minimal container has neither.
    }
  }
  return `Linux ${release()}`;
}

/** PRETTY_NAME of an os-release file, quotes taken off as a shell would. */
export function prettyName(osRelease: string): string | undefined {
  const value = /^PRETTY_NAME=(.*)$/m.exec(osRelease)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1') || undefined;
}

function unsupported(what: string): never {
  throw new Error(`"${what}" is not supported`);
}
