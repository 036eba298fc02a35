import { catalogueEntry } from '../../contracts/error-catalogue.js';
import type { DeploymentFacts, EndpointEvidence } from './deployment-facts.js';
import { modesOf } from './modes.js';

export const CONDITION_TYPES = ['Targeted', 'Delivered', 'Installed', 'Connected', 'Configured', 'Verified', 'Ready'] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];
export type ConditionStatus = 'true' | 'false' | 'unknown';

/** One judged fact about a deployment; `since` is kept by whoever stores it. */
export interface Condition {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
  /** The generation that the evidence speaks of. */
  readonly observedGeneration: string;
}

export type Conditions = Readonly<Record<ConditionType, Condition>>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** After this long a silent device's evidence proves nothing any more. */
export const SILENT_AFTER_MS = 30 * DAY_MS;
/** While the device is connected, evidence older than this says nothing any more; it is asked for again an hour before. */
export const AGENT_EVIDENCE_BOUND_MS = DAY_MS;
export const ASK_AGAIN_AFTER_MS = AGENT_EVIDENCE_BOUND_MS - 60 * 60 * 1000;
export const PROVIDER_EVIDENCE_BOUND_MS = 150_000;

/** Nothing more can be done on the device: the server's administrator has to say that the server does its part. */
export const NOT_CONFIRMED = 'ServerNotConfirmed';

type Judgement = readonly [ConditionStatus, reason: string, message: string];

/** Judges every condition from evidence alone. Pure. What cannot be seen is `unknown`, never guessed. */
export function judgeConditions(facts: DeploymentFacts, now: Date): Conditions {
  const installed = judgeInstalled(facts, now);
  const connected = judgeConnected(facts, now);
  const configured = judgeConfigured(facts);
  const verified = judgeVerified(facts);
  const judged: Readonly<Record<ConditionType, Judgement>> = {
    Targeted: facts.desired === 'present' ? ['true', 'PolicyApplies', 'A policy wants remote access here.'] : ['false', 'NoPolicyApplies', 'No policy wants remote access here.'],
    Delivered: judgeDelivered(facts),
    Installed: installed,
    Connected: connected,
    Configured: configured,
    Verified: verified,
    Ready: judgeReady(facts, [installed, connected, configured, verified]),
  };
  const observedGeneration = facts.generation.toString();
  return Object.fromEntries(
    CONDITION_TYPES.map((type) => {
      const [status, reason, message] = judged[type];
      return [type, { type, status, reason, message, observedGeneration }];
    }),
  ) as Conditions;
}

/** The record at the provider that is proven to be this device, if there is one. */
export function provenEndpoint(facts: DeploymentFacts): EndpointEvidence | null {
  const { proof } = facts;
  if (!proof || proof.incarnation !== facts.incarnation) return null;
  return facts.endpoints.find((endpoint) => endpoint.remoteId === proof.remoteId) ?? null;
}

/** Whether provider and endpoint agent agree, right now, that one connected record is this device. */
export function agreedEndpoint(facts: DeploymentFacts): EndpointEvidence | null {
  const { agent } = facts;
  if (agent.remoteId === null || agent.incarnation !== facts.incarnation || agent.proofNumber !== facts.proofNumber) return null;
  return facts.endpoints.find((each) => each.remoteId === agent.remoteId && each.connected && each.showsProof) ?? null;
}

/** Whether the process that showed the proof is not the one that runs: the identity is to be proven anew. */
export function hasRestarted({ proof, agent }: DeploymentFacts): boolean {
  return proof !== null && proof.process !== null && agent.process !== null && agent.process !== proof.process;
}

function judgeDelivered({ order, generation }: DeploymentFacts): Judgement {
  if (!order || order.generation !== generation) return ['unknown', 'NothingSent', 'No instruction of this generation was sent yet.'];
  return order.acknowledgedAt || order.reportedAt
    ? ['true', 'Acknowledged', 'The device has accepted the instruction.']
    : ['false', 'AwaitingAcknowledgement', 'The device has not answered yet.'];
}

function judgeInstalled({ agent, device, incarnation }: DeploymentFacts, now: Date): Judgement {
  if (agent.at === null || agent.installed === null) return ['unknown', 'NothingReported', 'The device has not said yet.'];
  if (agent.incarnation !== incarnation) return ['false', 'ReImaged', 'The device was set up anew since.'];
  if (now.getTime() - agent.at.getTime() > SILENT_AFTER_MS) return ['unknown', 'DeviceSilent', 'The device has been silent for more than 30 days.'];
  // Offline freezes the age; a connected device is asked again long before.
  if (device.online && now.getTime() - agent.at.getTime() > AGENT_EVIDENCE_BOUND_MS) return ['unknown', 'EvidenceTooOld', 'The device has not said for a day whether the remote agent is installed.'];
  const seen = agent.troubles[0]?.detail;
  if (!agent.installed) return ['false', 'NotInstalled', seen ? `The remote agent is not installed: ${seen}.` : 'The remote agent is not installed.'];
  return agent.running === false
    ? ['true', 'InstalledNotRunning', seen ? `The remote agent is installed but does not run: ${seen}.` : 'The remote agent is installed but does not run.']
    : ['true', 'AsDesired', 'The remote agent is installed and runs.'];
}

function judgeConnected(facts: DeploymentFacts, now: Date): Judgement {
  const endpoint = provenEndpoint(facts) ?? facts.endpoints.find((each) => each.remoteId === facts.agent.remoteId) ?? null;
  if (!endpoint) return ['false', 'NeverSeen', 'The provider has not seen this device yet.'];
  if (!facts.provider.reachable) return ['unknown', 'ProviderUnreachable', 'The provider cannot be asked right now.'];
  if (now.getTime() - endpoint.seenAt.getTime() > PROVIDER_EVIDENCE_BOUND_MS) return ['unknown', 'EvidenceTooOld', 'The provider was not read recently.'];
  const seen = facts.agent.troubles[0]?.detail;
  return endpoint.connected
    ? ['true', 'Connected', 'The remote agent is connected to the provider.']
    : ['false', 'Disconnected', seen ? `The remote agent is not connected to the provider: ${seen}.` : 'The remote agent is not connected to the provider.'];
}

function judgeConfigured({ agent, generation, incarnation, provider: { unconfirmed } }: DeploymentFacts): Judgement {
  if (agent.configuredGeneration === null || agent.incarnation !== incarnation) return ['unknown', 'NothingReported', 'No settings were applied yet.'];
  if (agent.configuredGeneration !== generation) return ['false', 'OlderSettings', 'Newer settings are not applied yet.'];
  return unconfirmed === null ? ['true', 'AsDesired', 'The newest settings are applied.'] : ['true', NOT_CONFIRMED, `The newest settings are applied. ${unconfirmed}: ${catalogueEntry(unconfirmed)?.remedy ?? ''}`];
}

function judgeVerified(facts: DeploymentFacts): Judgement {
  const { proof, agent } = facts;
  if (!proof) return ['unknown', 'NoProof', 'Device and provider have not agreed on their identity yet.'];
  if (proof.incarnation !== facts.incarnation) return ['false', 'OtherIncarnation', 'The proof is of the device before it was set up anew.'];
  if (agent.remoteId !== null && agent.remoteId !== proof.remoteId) return ['false', 'OtherRemoteId', 'The remote agent has another identity now.'];
  if (hasRestarted(facts)) return ['unknown', 'RestartedSince', 'The remote agent has been started anew since its identity was proven.'];
  return ['true', 'Proven', 'Device and provider have agreed that this remote endpoint is this device.'];
}

function judgeReady(facts: DeploymentFacts, needed: readonly Judgement[]): Judgement {
  if (facts.desired === 'absent') return ['false', 'NotTargeted', 'No policy wants remote access here.'];
  const missing = needed.find(([status]) => status === 'false') ?? needed.find(([status]) => status === 'unknown');
  if (missing) return [missing[0], missing[1], missing[2]];
  if (!Object.values(modesOf(facts.provider.opens, facts.device, facts.settings)).some((mode) => mode.usable)) return ['false', 'NoUsableMode', 'Nothing that the policy allows can be used on this device.'];
  return ['true', 'Ready', 'Installed, connected, configured and verified.'];
}
