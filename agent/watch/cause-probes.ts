import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { canWrite } from '../system/can-write.js';
import { packageManagerHolder } from '../system/locked-packages.js';
import type { AgentTime } from '../wire/index.js';
import { answersHttp } from '../network/answers-http.js';
import { SKEWED_BY_MS } from '../network/network-failure.js';
import type { Probe } from './cause-watch.js';

/** How the causes that can be probed from here are probed: cheaply, and without a download. */
export function causeProbes(at: { readonly gateway: URL; readonly artifacts: ArtifactStore; readonly time: AgentTime; readonly folder: string }): Readonly<Record<string, Probe>> {
  const answers: Probe = () => answersHttp(at.gateway);
  const writable: Probe = async () => canWrite(at.folder);
  return {
    'RA-ELG-05': () => at.artifacts.hasRoom(),
    'RA-NET-01': answers,
    'RA-NET-02': answers,
    'RA-NET-04': answers,
    'RA-NET-05': answers,
    'RA-NET-06': answers,
    'RA-NET-07': async () => Math.abs(at.time.skewOf(Date.now())) <= SKEWED_BY_MS && (await answers()),
    'RA-NET-08': answers,
    'RA-NET-09': answers,
    'RA-LNX-01': async () => packageManagerHolder() === undefined,
    'RA-LNX-05': writable,
    'RA-LNX-07': writable,
  };
}
