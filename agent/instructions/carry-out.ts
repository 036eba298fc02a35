import type { Instruction, InstructionKind, InstructionParams } from '../../contracts/agent-protocol.js';
import { CodedFailure } from '../coded-failure.js';
import type { Done, Progress, RemoteAgent } from '../remote-agents/remote-agent.js';

/** What an instruction may act on. */
export interface Reach {
  /** The remote agents that this endpoint agent can look after, by provider. */
  readonly remoteAgents: ReadonlyMap<string, RemoteAgent>;
  readonly self: EndpointAgentSelf;
}

/** What an endpoint agent can be told to do to itself. */
export interface EndpointAgentSelf {
  diagnostics(): Promise<string>;
  /** Replaces the running program; where that succeeds the process ends, and the next one finds it done. */
  update(params: InstructionParams['update-endpoint-agent']): Promise<string>;
}

export interface Result {
  readonly detail: string;
  readonly evidence: Done['evidence'] | null;
}

/** Carries out one instruction, idempotently. Throws `CodedFailure`; anything else that is thrown is a defect of ours. */
export async function carryOut(instruction: Instruction, reach: Reach, progress: Progress): Promise<Result> {
  const act = acts[instruction.kind] as (instruction: Instruction, reach: Reach, progress: Progress) => Promise<Result>;
  return act(instruction, reach, progress);
}

type Acts = {
  readonly [K in InstructionKind]: (instruction: Instruction<K>, reach: Reach, progress: Progress) => Promise<Result>;
};

const acts: Acts = {
  'install-remote-agent': ({ generation, params }, reach, progress) =>
    remoteAgent(reach, params.provider).install({ generation, params }, progress),
  'update-remote-agent': ({ generation, params }, reach, progress) => {
    progress('updating');
    return remoteAgent(reach, params.provider).install({ generation, params }, progress);
  },
  'remove-remote-agent': ({ params }, reach, progress) => remoteAgent(reach, params.provider).remove(progress),
  'apply-settings': ({ params }, reach, progress) =>
    remoteAgent(reach, params.provider).applySettings(params, progress),
  'verify-identity': ({ params }, reach, progress) =>
    remoteAgent(reach, params.provider).proveIdentity(params.proof, progress),
  'collect-diagnostics': async (_, { self }) => ({ detail: await self.diagnostics(), evidence: null }),
  'update-endpoint-agent': async ({ params }, { self }, progress) => {
    progress('updating');
    return { detail: await self.update(params), evidence: null };
  },
  'remove-endpoint-agent': async (_, { remoteAgents }) => {
    for (const agent of remoteAgents.values()) {
      const evidence = await agent.observe();
      if (evidence.installed || evidence.running) {
        throw new CodedFailure('RA-RMV-03', `the ${agent.provider} remote agent is still on this device`, 'refused');
      }
    }
    return { detail: 'will remove itself once this report is received', evidence: null };
  },
  'remove-unknown-remote-agent': async ({ params }, reach, progress) => ({
    detail: await remoteAgent(reach, params.product).removeForeign(params.place, progress), evidence: null,
  }),
};

function remoteAgent({ remoteAgents }: Reach, provider: string): RemoteAgent {
  const agent = remoteAgents.get(provider);
  if (agent) return agent;
  throw new CodedFailure('RA-ELG-04', `this endpoint agent does not know the provider "${provider}"`, 'refused');
}
