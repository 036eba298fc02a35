import { createHash } from 'node:crypto';
import { requestPinned } from '../../fetch-pinned.js';
import { ProviderError, type InstallerArtifact, type Platform } from '../../provider.js';
import type { OutboundRules } from '../../../platform/off-box/outbound-address.js';
import { networkRefusal, refusalIn } from './extension-refusals.js';

type Format = Extract<InstallerArtifact['format'], 'msi' | 'pkg' | 'deb' | 'rpm'>;

/** One package for all processors of a system. None is documented for 32-bit ARM, nor for Linux on ARM. */
const FORMATS: Readonly<Record<string, Format>> = {
  'windows x64': 'msi', 'windows x86': 'msi', 'windows arm64': 'msi',
  'macos x64': 'pkg', 'macos arm64': 'pkg',
  'linux x64': 'deb', 'linux x86': 'deb',
};
const BEGINS: Readonly<Record<Format, Buffer>> = {
  msi: Buffer.from('d0cf11e0', 'hex'),
  pkg: Buffer.from('xar!'),
  deb: Buffer.from('!<arch>\n'),
  rpm: Buffer.from('edabeedb', 'hex'),
};
const SMALLEST = 1_000_000;
const LARGEST = 128 * 1024 * 1024;

/**
 * The client's package for a platform, as the server gives it; null when there is none. It is asked for without name and properties, so
 * that one package serves all sites, and it is not held to any signer: on servers of one's own the vendor does not sign.
 */
export async function installerOf(platform: Platform, { base, installerName, outbound }: { base: string; installerName: string; outbound: OutboundRules }): Promise<InstallerArtifact | null> {
  const usual = FORMATS[`${platform.os} ${platform.arch}`];
  const format = usual === 'deb' ? (platform.packageFormat ?? usual) : usual;
  if (!format) return null;
  const bytes = await download(new URL(`${base}/Bin/${installerName}.ClientSetup.${format}?e=Access&y=Guest`), outbound);
  if (bytes.length < SMALLEST || !bytes.subarray(0, BEGINS[format].length).equals(BEGINS[format]))
    throw new ProviderError('rejected', `What the server gives is no ${format} package.`);
  return { bytes, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), format };
}

async function download(url: URL, outbound: OutboundRules): Promise<Buffer> {
  try {
    const answer = await requestPinned(url, outbound, LARGEST);
    if (answer.status === 404) throw new ProviderError('rejected', 'The server has no installer of this name; the base name must be the server’s own.');
    const refusal = refusalIn(answer);
    if (refusal) throw refusal;
    return answer.body;
  } catch (error) {
    throw error instanceof ProviderError ? networkRefusal(error) : error;
  }
}
