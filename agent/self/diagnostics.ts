import { statfsSync } from 'node:fs';
import { freemem, loadavg, totalmem, uptime } from 'node:os';
import { AGENT_VERSION } from '../agent-version.js';
import { osVersion } from '../inventory/platform-facts.js';
import type { Ledger } from '../ledger/ledger.js';
import type { RemoteAgent } from '../remote-agents/remote-agent.js';
import type { StateFolder } from '../state/state-folder.js';

/** The longest detail that fits a report is 4096 characters; this stays well below. */
const LONGEST = 3900;

/** What support asks for first, as readable JSON. Holds no key, mark or configuration of a remote agent. */
export async function diagnostics(folder: StateFolder, ledger: Ledger, agents: Iterable<RemoteAgent>): Promise<string> {
  const { bavail, blocks, bsize } = statfsSync(folder.path);
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
  const facts = {
    agentVersion: AGENT_VERSION,
    node: process.version,
    os: osVersion(),
    agentUptimeSeconds: Math.round(process.uptime()),
    deviceUptimeSeconds: Math.round(uptime()),
    load: loadavg(),
    memoryMiB: {
      free: mebibytes(freemem()),
      total: mebibytes(totalmem()),
      agent: mebibytes(process.memoryUsage.rss()),
    },
    diskMiB: { free: mebibytes(bavail * bsize), total: mebibytes(blocks * bsize) },
    ledger: {
      lastSeq: ledger.lastSeq,
      open: ledger.open().map(({ instruction: { kind, generation }, begun }) => ({ kind, generation, begun })),
      unconfirmed: ledger
        .unconfirmed()
        .map(({ instructionId, outcome, errorCode }) => ({ instructionId, outcome, errorCode })),
    },
    remoteAgents: await Promise.all([...agents].map((agent) => agent.observe())),
  };
  return JSON.stringify(facts).slice(0, LONGEST);
}
