/**
 * The wire of the simulated provider: what a rehearsal's adapter (`GET`/`PUT`/… and the WebSocket `/observe`) and simulated remote
 * agents (the WebSocket `/agents`) say to it. JSON everywhere, times RFC 3339 UTC; it is reached over loopback only.
 *
 * `PUT /sites/<site>` {name} → {remoteGroupId} · `DELETE /groups/<id>` → 204, 409 while endpoints are left ·
 * `GET /installers/<os>-<arch>` → bytes, 404 where it has none · `PATCH /endpoints/<id>` {name?, remoteGroupId?} → 204 ·
 * `DELETE /endpoints/<id>` → 204.
 */
export interface SimulatedEndpointRecord {
  readonly remoteId: string;
  readonly remoteGroupId: string;
  readonly name: string;
  readonly connected: boolean;
  readonly connectedAt: string | null;
  readonly mark: string | null;
  readonly version: string | null;
}

/** What an observer is told; the whole truth first, and again whenever it asks with the text `read`. */
export type SimulatedObservation =
  | { readonly type: 'replaced'; readonly endpoints: readonly SimulatedEndpointRecord[]; readonly at: string }
  | { readonly type: 'changed'; readonly endpoint: SimulatedEndpointRecord; readonly at: string }
  | { readonly type: 'removed'; readonly remoteId: string; readonly at: string };

/** What a client of many simulated remote agents says of each; all it has said to be connected end with its socket. */
export type SimulatedAgentFrame =
  | { readonly type: 'connect'; readonly remoteId: string; readonly remoteGroupId: string; readonly name: string; readonly mark: string; readonly version: string }
  | { readonly type: 'disconnect'; readonly remoteId: string };

export const SIMULATED_PROVIDER = 'simulated';
/** Keys of an installation's configuration: where remote agents connect, and the group they join. */
export const SIMULATED_CONFIGURATION = { agents: 'agents', group: 'group' } as const;
