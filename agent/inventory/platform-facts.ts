import { readFileSync } from 'node:fs';
import { release, version } from 'node:os';
import type { Architecture, OperatingSystem, PackageFormat } from '../../contracts/agent-protocol.js';

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
  return prettyName(osRelease()) ?? `Linux ${release()}`;
}

/** What this system's own package tool installs; undefined where there is none that we know. */
export function packageFormat(): PackageFormat | undefined {
  return process.platform === 'linux' ? packageFormatOf(osRelease()) : undefined;
}

/** The families of an os-release file, of which the system is one itself or says that it is like one. */
export function packageFormatOf(osRelease: string): PackageFormat | undefined {
  const families = [...osRelease.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)/gm)].flatMap(([, names]) => names!.toLowerCase().split(/\s+/));
  return (Object.keys(FAMILIES) as PackageFormat[]).find((format) => families.some((family) => FAMILIES[format].test(family)));
}

const FAMILIES: Readonly<Record<PackageFormat, RegExp>> = {
  deb: /^(debian|ubuntu)$/,
  rpm: /^(rhel|fedora|centos|suse|opensuse.*|sles|amzn|mageia|ol|rocky|almalinux)$/,
};

/** Empty where there is none, as in a minimal container. */
function osRelease(): string {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // The next place.
    }
  }
  return '';
}

/** PRETTY_NAME of an os-release file, quotes taken off as a shell would. */
export function prettyName(osRelease: string): string | undefined {
  const value = /^PRETTY_NAME=(.*)$/m.exec(osRelease)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1') || undefined;
}

function unsupported(what: string): never {
  throw new Error(`"${what}" is not supported`);
}
