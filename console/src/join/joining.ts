import type { Joined, JoinRequest } from '../../../contracts/guest-protocol/frames';
import type { ProofOfWork, ProofOfWorkChallenge } from '../../../contracts/guest-protocol/proof-of-work';
import { GUEST_PATHS, type ClientPlatform } from '../../../contracts/guest-protocol/vocabulary';
import proofWorkerUrl from './proof.worker?worker&url';

/** What became of a try to join. */
export type JoinOutcome =
  | { readonly kind: 'joined'; readonly joined: Joined }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many'; readonly seconds: number }
  | { readonly kind: 'unreachable' };

export interface OfferedClient {
  readonly platform: ClientPlatform;
  readonly version: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly signer: string | null;
}

const DEFAULT_WAIT_SECONDS = 60;

/** Swaps a code or link for a place in the session; solves what is asked for on the way, and says so. */
export async function join(request: JoinRequest, onWork: () => void): Promise<JoinOutcome> {
  try {
    const response = await post(GUEST_PATHS.join, request);
    if (response.ok) return { kind: 'joined', joined: (await response.json()) as Joined };
    if (response.status !== 429) return { kind: response.status >= 500 ? 'unreachable' : 'wrong' };
    const { proofOfWork } = (await response.json()) as { proofOfWork?: ProofOfWorkChallenge };
    if (!proofOfWork) return { kind: 'too-many', seconds: Number(response.headers.get('retry-after')) || DEFAULT_WAIT_SECONDS };
    onWork();
    return await join({ ...request, proofOfWork: await solved(proofOfWork) }, onWork);
  } catch {
    return { kind: 'unreachable' };
  }
}

/** "I did not ask for this": by the secret of a link, or by the token of whoever has joined. */
export async function report(of: { readonly token: string } | { readonly guestToken: string }): Promise<void> {
  await post(GUEST_PATHS.report, of);
}

export async function offeredClients(): Promise<readonly OfferedClient[]> {
  const response = await fetch(GUEST_PATHS.clients);
  return response.ok ? ((await response.json()) as { items: OfferedClient[] }).items : [];
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), referrerPolicy: 'no-referrer' });
}

/** The page's own policy lets through this one address, and no other. */
const workers = 'trustedTypes' in window ? window.trustedTypes.createPolicy('guest-worker', { createScriptURL: (url) => (url === proofWorkerUrl ? url : '') }) : null;

function solved(challenge: ProofOfWorkChallenge): Promise<ProofOfWork> {
  const url = (workers?.createScriptURL(proofWorkerUrl) ?? proofWorkerUrl) as string;
  const worker = new Worker(url, { type: 'module' });
  return new Promise<ProofOfWork>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<ProofOfWork>) => done(data);
    worker.onerror = () => fail(new Error('The work could not be done.'));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

declare global {
  interface Window {
    readonly trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
  }
}
