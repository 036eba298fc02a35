import { ProviderError } from '../../provider.js';

export interface InstallFacts {
  readonly groupName: string;
  readonly remoteGroupId: string;
  readonly serverId: string;
  readonly domain: string;
  /** `host:port` that remote agents connect to. */
  readonly agentHost: string;
  /** The deployment's secret as a path segment; null where no listener of ours stands before the server. */
  readonly deploymentSecret: string | null;
}

/** The lines of the remote agent's settings file, by our names; the endpoint agent writes them next to the binary. */
export function installConfiguration(facts: InstallFacts): Readonly<Record<string, string>> {
  if (facts.deploymentSecret !== null && !/^[0-9a-f]{32}$/.test(facts.deploymentSecret)) {
    throw new ProviderError('rejected', 'A deployment secret has 32 lower-case hex digits.');
  }
  const group = facts.remoteGroupId.split('/')[2] ?? '';
  const secret = facts.deploymentSecret === null ? '' : `/${facts.deploymentSecret}`;
  const domain = facts.domain === '' ? '' : `/${facts.domain}`;
  return {
    meshName: facts.groupName,
    meshId: `0x${Buffer.from(group.replaceAll('@', '+').replaceAll('$', '/'), 'base64').toString('hex').toUpperCase()}`,
    serverId: facts.serverId,
    meshServer: `wss://${facts.agentHost}${secret}${domain}/agent.ashx`,
    domain: facts.domain,
  };
}
