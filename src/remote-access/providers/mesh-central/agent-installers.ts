import { createHash } from 'node:crypto';
import type { InstallerArtifact, Platform } from '../../provider.js';

/** The vendor's remote agents: file in the package, and number under which a server serves it. */
const AGENTS: Readonly<Record<string, { readonly file: string; readonly number: number }>> = {
  'linux x64': { file: 'meshagent_x86-64', number: 6 },
  'linux x86': { file: 'meshagent_x86', number: 5 },
  'linux arm64': { file: 'meshagent_aarch64', number: 26 },
  'linux arm': { file: 'meshagent_armhf', number: 25 },
  'windows x64': { file: 'MeshService64.exe', number: 4 },
  'windows x86': { file: 'MeshService.exe', number: 3 },
  'windows arm64': { file: 'MeshServiceARM64.exe', number: 43 },
  'macos x64': { file: 'meshagent_osx-x86-64', number: 16 },
  'macos arm64': { file: 'meshagent_osx-arm-64', number: 29 },
};

/** Where the bytes of an agent come from: the installed package, or a server by its own download address. */
export type AgentSource = (agent: { readonly file: string; readonly number: number }) => Promise<Buffer>;

/** The agent for a platform, unmodified; null when there is none. */
export async function agentInstaller(platform: Platform, source: AgentSource): Promise<InstallerArtifact | null> {
  const agent = AGENTS[`${platform.os} ${platform.arch}`];
  if (!agent) return null;
  const bytes = await source(agent);
  return { bytes, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), format: 'executable' };
}
