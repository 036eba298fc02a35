import { existsSync } from 'node:fs';
import type { RemoteAgentEvidence } from '../../contracts/agent-protocol.js';
import { AGENT_VERSION } from '../agent-version.js';
import { ArtifactStore } from '../artifacts/artifact-store.js';
import { readEnrolment } from '../identity/device-identity.js';
import { knownRemoteAgents } from '../remote-agents/known-remote-agents.js';
import { runningAgent } from '../state/run-lock.js';
import type { StateFolder } from '../state/state-folder.js';
import type { CommandLine } from './command-line.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { readMode } from './mode.js';

/** What `status --json` prints; fields are added, never renamed. */
export interface Status {
  readonly agentVersion: string;
  readonly stateDir: string;
  readonly enrolled: boolean;
  readonly deviceId: string | null;
  readonly server: string | null;
  readonly running: boolean;
  readonly pid: number | null;
  readonly privateMode: boolean | null;
  readonly connectedSince: string | null;
  readonly remoteAgents: readonly RemoteAgentEvidence[];
}

/** Prints what is known of this device; the exit code tells the same to scripts. Changes nothing. */
export async function status({ state, json }: CommandLine): Promise<{ text: string; exitCode: ExitCode }> {
  const facts = await look(state);
  const exitCode = !facts.enrolled ? EXIT.notEnrolled : facts.running ? EXIT.done : EXIT.notRunning;
  return { text: json ? JSON.stringify(facts, null, 2) : inWords(facts), exitCode };
}

async function look(state: StateFolder): Promise<Status> {
  const enrolment = existsSync(state.path) ? readEnrolment(state) : undefined;
  const agent = enrolment && runningAgent(state);
  const mode = enrolment && readMode(state);
  return {
    agentVersion: AGENT_VERSION,
    stateDir: state.path,
    enrolled: enrolment !== undefined,
    deviceId: enrolment?.deviceId ?? null,
    server: enrolment?.server ?? null,
    running: agent !== undefined,
    pid: agent?.pid ?? null,
    privateMode: mode?.privateMode ?? null,
    connectedSince: agent?.connectedSince ?? null,
    remoteAgents: mode ? await remoteAgents(state, mode.privateMode) : [],
  };
}

function remoteAgents(state: StateFolder, privateMode: boolean): Promise<RemoteAgentEvidence[]> {
  const unused = { origin: '', headersFor: () => ({}) };
  const agents = knownRemoteAgents(state, new ArtifactStore(state.folder('artifacts'), unused), privateMode);
  return Promise.all([...agents.values()].map((agent) => agent.observe()));
}

function inWords(facts: Status): string {
  if (!facts.enrolled) return `Not enrolled (${facts.stateDir}).`;
  const link = facts.connectedSince ? `connected since ${facts.connectedSince}` : 'not connected';
  const agents = facts.remoteAgents.map(
    ({ provider, installed, running, remoteId }) =>
      `  ${provider}: ${installed ? 'installed' : 'not installed'}, ${running ? 'running' : 'not running'}${remoteId ? `, ${remoteId}` : ''}`,
  );
  return [
    `Device ${facts.deviceId} of ${facts.server}`,
    facts.running ? `Running (process ${facts.pid}), ${link}` : 'Not running',
    ...agents,
  ].join('\n');
}
