import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Instruction } from '../../contracts/agent-protocol.js';
import type { FleetCounts } from '../fleet-counts.js';
import { MeshHandshake } from './mesh-handshake.js';
import { nodeIdOf } from './node-id.js';
import { selfSignedCertificate } from './self-signed-certificate.js';
import { platformOf, type SimulatedIdentity } from '../simulated-identity.js';
import type { RemoteKey } from '../simulated-installation.js';
import type { SimulatedRemoteAgents } from '../simulated-remote-agents.js';

const KEY_BITS = 2048;
const RETRY_MS = 5000;
const generate = promisify(generateKeyPair);

/** Simulated MeshAgents: each proves its own key to its MeshCentral, joins its group and shows its mark. */
export class MeshAgents implements SimulatedRemoteAgents {
  private readonly running = new Map<number, MeshHandshake>();

  constructor(private readonly counts: FleetCounts) {}

  async newKey(instruction: Instruction): Promise<RemoteKey> {
    const { configuration } = (instruction as Instruction<'install-remote-agent'>).params;
    const { privateKey, publicKey } = await generate('rsa', { modulusLength: KEY_BITS });
    return {
      key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      remoteId: nodeIdOf(publicKey.export({ format: 'der', type: 'pkcs1' }), configuration['domain'] ?? ''),
    };
  }

  run(device: SimulatedIdentity): void {
    const { installed, index } = device;
    if (!installed?.key) return;
    const before = this.running.get(index);
    if (before?.mark === installed.mark) return;
    this.end(device);
    const { key } = installed;
    const agent = new MeshHandshake({
      configuration: installed.configuration,
      mark: installed.mark,
      key,
      certificate: selfSignedCertificate(key, platformOf(index).hostname),
      hostname: platformOf(index).hostname,
      agentKind: platformOf(index).os === 'windows' ? 4 : 6,
    });
    this.running.set(index, agent);
    const restart = (): void => {
      if (this.running.get(index) === agent) setTimeout(() => this.running.get(index) === agent && agent.start(restart, count), RETRY_MS).unref();
    };
    const count = (by: 1 | -1): void => void (this.counts.remoteConnected += by);
    agent.start(restart, count);
  }

  end({ index }: SimulatedIdentity): void {
    const agent = this.running.get(index);
    this.running.delete(index);
    agent?.stop();
  }

  endAll(): void {
    const agents = [...this.running.values()];
    this.running.clear();
    for (const agent of agents) agent.stop();
  }
}
