import { processesOf, type RunningProcess } from '../../system/processes.js';

/** What we start the same file with to ask it something; such a process is no remote agent and ends by itself. */
const QUERIES: ReadonlySet<string> = new Set(['-nodeid', '-info', '-fullinstall', '-fulluninstall']);

/** The MeshAgents that run from this file: one, if all is well. Helpers that it forked off itself are not counted. */
export function meshAgentsOf(binary: string): RunningProcess[] {
  const all = meshProcessesOf(binary);
  return all.filter(({ parent }) => !all.some(({ pid }) => pid === parent));
}

/** The MeshAgents and their helpers: all that must be gone after a removal. */
export function meshProcessesOf(binary: string): RunningProcess[] {
  return processesOf(binary).filter(({ args: [first = ''] }) => !QUERIES.has(first));
}
