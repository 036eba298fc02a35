import { randomUUID } from 'node:crypto';
import type { Instruction, RemoteAgentEvidence, ReportFrame, Step } from '../contracts/agent-protocol.js';
import type { InstalledRemoteAgent } from './simulated-identity.js';

export interface Installation {
  readonly steps: readonly Step[];
  readonly installed: InstalledRemoteAgent | null;
  readonly report: Pick<ReportFrame, 'outcome' | 'errorCode' | 'detail' | 'evidence'>;
}

/** What a remote agent's own key makes of it at the provider; null where none was asked for. */
export interface RemoteKey {
  /** What it keeps and shows at every connection; its form is the provider’s. */
  readonly key: string;
  readonly remoteId: string;
}

/** What carrying out an instruction comes to on a device where nothing is wrong. */
export function carryOut(instruction: Instruction, before: InstalledRemoteAgent | null, newKey: RemoteKey | null): Installation {
  switch (instruction.kind) {
    case 'install-remote-agent':
    case 'update-remote-agent': {
      const { provider, installer, configuration, proof, settingsHash } = (instruction as Instruction<'install-remote-agent'>).params;
      const remoteId = before?.evidence.remoteId ?? newKey?.remoteId;
      const evidence: RemoteAgentEvidence = {
        provider, installed: true, running: true, version: 'simulated', installerSha256: installer.sha256, settingsHash, proofNumber: proof.number, process: randomUUID(), ...(remoteId ? { remoteId } : {}),
      };
      const installed = { evidence, configuration, mark: proof.mark, key: before?.key ?? newKey?.key ?? null };
      return done(['downloading', 'installing', 'registering'], installed, 'installed', evidence);
    }
    case 'remove-remote-agent': {
      const { provider } = (instruction as Instruction<'remove-remote-agent'>).params;
      return done(['removing'], null, 'removed', { provider, installed: false, running: false, gone: ['process', 'unit', 'folder'] });
    }
    case 'apply-settings':
    case 'verify-identity': {
      if (!before) return failed('RA-AGT-02', 'no remote agent is installed');
      const { proof, settingsHash } = instruction.params as { proof?: { number: number; mark: string }; settingsHash?: string };
      const evidence = { ...before.evidence, ...(proof ? { proofNumber: proof.number, process: randomUUID() } : {}), ...(settingsHash ? { settingsHash } : {}) };
      const step = instruction.kind === 'apply-settings' ? 'configuring' : 'verifying';
      return done([step], { ...before, evidence, mark: proof?.mark ?? before.mark }, 'done', evidence);
    }
    case 'collect-diagnostics':
    case 'update-endpoint-agent':
    case 'remove-unknown-remote-agent':
      return done([], before, 'simulated', before?.evidence ?? null);
    case 'remove-endpoint-agent':
      return before ? { ...failed('RA-RMV-01', 'a remote agent remains'), installed: before } : done([], null, 'simulated', null);
  }
}

function done(steps: readonly Step[], installed: InstalledRemoteAgent | null, detail: string, evidence: RemoteAgentEvidence | null): Installation {
  return { steps, installed, report: { outcome: 'done', detail, evidence } };
}

/** An order that came to nothing, with its code. */
export function failed(errorCode: string, detail: string): Installation {
  return { steps: [], installed: null, report: { outcome: 'failed', errorCode, detail, evidence: null } };
}
