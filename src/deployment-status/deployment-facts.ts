import type { InstructionKind, Step, Trouble } from '../../contracts/agent-protocol.js';
import type { SettingValue } from '../../contracts/policy-settings.js';
import type { QuarantineCode } from '../devices/index.js';
import type { Mode } from './modes.js';

/** All that is known about one deployment at one moment: what is wanted, and what was last said by whom. */
export interface DeploymentFacts {
  readonly deploymentId: string;
  readonly deviceId: string;
  readonly desired: 'present' | 'absent';
  readonly generation: bigint;
  /** What the policy says, by setting. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** The device's present incarnation: raised when it was re-imaged. */
  readonly incarnation: number;
  readonly removeAfter: Date | null;
  readonly removedAt: Date | null;
  /** When somebody gave up waiting for the proof of this very removal. */
  readonly givenUpAt: Date | null;
  /** Closed without a removal, because the policy keeps what is installed. */
  readonly isKept: boolean;
  /** Whether it is absent because an exclusion covers the device. */
  readonly excluded: boolean;
  /** A newer desired state that is not released yet: its wave or window is not open, or a freeze or a stopped rollout holds it back. */
  readonly pending: PendingFacts | null;
  /** What serves this device at another instance until this deployment is proven; `in-session` while somebody has it open there. */
  readonly predecessor: 'free' | 'in-session' | null;
  /** The remote agent of the same product for another instance, which has to be off the device first. */
  readonly rival: RivalFacts | null;
  /** Whether an administrator has stopped all new orders of the installation. */
  readonly frozen: boolean;
  /** How often the identity mark was renewed; the newest one counts. */
  readonly proofNumber: number;
  readonly device: DeviceFacts;
  readonly provider: ProviderFacts;
  readonly agent: AgentEvidence;
  readonly endpoints: readonly EndpointEvidence[];
  readonly order: OrderFacts | null;
  readonly failure: FailureFacts | null;
  /** Failed attempts of this generation since the last cleared cause. */
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  /** When a cause that stood in the way was last said to be gone. */
  readonly clearedAt: Date | null;
  readonly proof: ProofEvidence | null;
  /** Whether somebody has this device open, or is about to: nothing that restarts the remote agent is ordered meanwhile. */
  readonly inSession: boolean;
  /** Where the remote agent is not the one that is offered: whether it is this device's turn. Null where it is, or nobody knows. */
  readonly update: UpdateTurn | null;
}

/** `stopped`: the version has failed on too many devices, and a person has to look first. */
export type UpdateTurn = 'now' | 'later' | 'stopped';

export interface RivalFacts {
  /** Why it cannot be removed, where it cannot. */
  readonly errorCode: string | null;
}

export interface PendingFacts {
  readonly desired: 'present' | 'absent';
  /** The rollout it belongs to; null where only a freeze holds it back. */
  readonly rollout: {
    readonly state: 'running' | 'paused' | 'halted' | 'aborted' | 'done' | 'superseded';
    /** Whether the open wave has room for this device. */
    readonly waveOpen: boolean;
    /** When the maintenance window of the site opens; null while it is open, or where there is none. */
    readonly windowOpensAt: Date | null;
  } | null;
}

export interface DeviceFacts {
  readonly online: boolean;
  readonly lastSeenAt: Date | null;
  readonly hasDisplay: boolean;
  /** Deleted: whatever a policy once granted it, nothing of ours stays behind. */
  readonly isLeaving: boolean;
  /** Why it gets nothing until somebody has looked: nobody can say which of two this is about, or whether it is one of ours. */
  readonly quarantine: QuarantineCode | null;
}

export interface ProviderFacts {
  readonly reachable: boolean;
  /** Why it is not, in the catalogue's words. */
  readonly healthCode: string | null;
  /** How it can open a device at all. */
  readonly opens: readonly Mode[];
  /** The code of what the settings want and the server's administrator has not vouched for; null where nothing is. */
  readonly unconfirmed: string | null;
  /** When it was last asked for everything it holds, and answered. */
  readonly readAt: Date | null;
  readonly remoteGroupId: string | null;
  /** Whether there is a remote agent for the device's platform; null until that was looked up. */
  readonly platformSupported: boolean | null;
  readonly endpointName: string;
  /** Provider acts that are under way for this deployment or its site. */
  readonly acts: ReadonlySet<string>;
}

/** What the endpoint agent last reported. */
export interface AgentEvidence {
  readonly installed: boolean | null;
  readonly running: boolean | null;
  readonly at: Date | null;
  /** The incarnation of the device that reported it. */
  readonly incarnation: number;
  readonly remoteId: string | null;
  readonly proofNumber: number | null;
  readonly configuredGeneration: bigint | null;
  readonly configuredAt: Date | null;
  /** Names the process that runs; null where the agent does not say, or none runs. */
  readonly process: string | null;
  /** What it sees standing in the way, the most telling first. */
  readonly troubles: readonly Trouble[];
  /** How often it put the remote agent back in the last 24 hours. */
  readonly reinstalls: number;
  readonly rebootPending: boolean;
  /** When it proved that process, unit and folder are gone, for the present generation. */
  readonly removedAt: Date | null;
  readonly everInstructed: boolean;
}

/** A record of this device at the provider. */
export interface EndpointEvidence {
  readonly remoteId: string;
  readonly connected: boolean;
  readonly seenAt: Date;
  /** Whether it shows the newest identity mark of this deployment. */
  readonly showsProof: boolean;
  readonly remoteGroupId: string | null;
  readonly name: string;
}

export interface ProofEvidence {
  readonly remoteId: string;
  readonly incarnation: number;
  readonly at: Date;
  /** The process that showed the mark; null where the agent did not say. */
  readonly process: string | null;
  /** The number of the mark that it showed. */
  readonly number: number | null;
}

/** The newest instruction of this deployment. */
export interface OrderFacts {
  readonly kind: InstructionKind;
  readonly generation: bigint;
  readonly attempt: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly step: Step | null;
  readonly progressAt: Date | null;
  readonly reportedAt: Date | null;
}

export interface FailureFacts {
  readonly code: string;
  readonly detail: string;
  readonly generation: bigint;
  readonly at: Date;
  readonly retry: 'auto' | 'trigger' | 'no';
}
