import { CodedFailure } from '../../coded-failure.js';

/** What a MeshAgent must know to find its server and its group. */
export interface MeshConfiguration {
  readonly meshName: string;
  /** `0x` and the group's 384-bit id in hex. */
  readonly meshId: string;
  /** SHA-384 of the server's agent certificate in hex: the MeshAgent talks to no other server. */
  readonly serverId: string;
  /** `wss:` URL of `agent.ashx`, the deployment's secret in its path. */
  readonly meshServer: string;
  /** MeshCentral domain; part of every id that the server gives. */
  readonly domain: string;
}

const SHAPES: Readonly<Record<keyof MeshConfiguration, RegExp>> = {
  meshName: /^[^\r\n]{1,128}$/,
  meshId: /^0x[0-9A-Fa-f]{96}$/,
  serverId: /^[0-9A-Fa-f]{96}$/,
  meshServer: /^wss:\/\/[^\s]{1,400}$/,
  domain: /^[A-Za-z0-9-]{0,64}$/,
};

/** The configuration in an instruction, every value proven to be one line of the expected shape; else refused. */
export function meshConfiguration(facts: Readonly<Record<string, string>>): MeshConfiguration {
  const given = { domain: '', ...facts } as Record<string, string | undefined>;
  for (const [key, shape] of Object.entries(SHAPES)) {
    if (!shape.test(given[key] ?? '\n'))
      throw new CodedFailure('RA-PKG-05', `${key} is missing or malformed`, 'refused');
  }
  return given as unknown as MeshConfiguration;
}
