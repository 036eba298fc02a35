import type { LaunchMode, Platform, SupportRequest } from '../provider.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';

/** What can be asked of a provider through the database; core does it, since only core holds the credentials. */
export interface ProviderActRequests {
  readonly 'ensure-site': { readonly siteId: string };
  readonly 'ensure-installer': Platform;
  readonly 'place-endpoint': { readonly remoteId: string };
  readonly 'remove-endpoint': { readonly remoteId: string };
  readonly 'adopt-endpoint': { readonly remoteId: string };
  readonly 'mint-launch': { readonly mode: LaunchMode };
  readonly 'revoke-launch': Record<string, never>;
  readonly 'judge-cookie': { readonly cookie: string };
  readonly 'probe-instance': Record<string, never>;
  /** One visit each: two people never share an address that opens once. */
  readonly 'open-administration': { readonly visitId: string };
  /** Belongs to no instance yet. */
  readonly 'try-connection': ConnectionTrial;
  readonly 'look-at-endpoint': { readonly remoteId: string };
  readonly 'open-support': SupportRequest;
}

/** A connection that is tried before it is stored. */
export interface ConnectionTrial {
  readonly kind: string;
  /** Without secrets. */
  readonly connection: Readonly<Record<string, string>>;
  /** In base64, sealed for core. */
  readonly sealed: Readonly<Record<string, string>>;
  /** Whose stored secrets stand in for those that were not given. */
  readonly instanceId: string | null;
}
export type ProviderActKind = keyof ProviderActRequests;

/** Acts that somebody at a screen waits for: they fail at once instead of being tried again. */
export const AWAITED_ACTS: ReadonlySet<ProviderActKind> = new Set(['mint-launch', 'judge-cookie', 'probe-instance', 'open-administration', 'try-connection', 'open-support']);

export interface ProviderActFor<K extends ProviderActKind = ProviderActKind> {
  readonly kind: K;
  readonly request: ProviderActRequests[K];
  readonly providerInstanceId: string | null;
  readonly siteId?: string;
  readonly deploymentId?: string;
  readonly launchId?: string;
}

/** Asks for an act at the commit of `tx`; an equal one that still waits serves both. Returns its id. */
export async function requestAct<K extends ProviderActKind>(tx: Tx, act: ProviderActFor<K>): Promise<string> {
  const request = JSON.stringify(act.request);
  const [waiting]: { id: string }[] = await tx.query(
    `SELECT id FROM provider_act WHERE state = 'waiting' AND kind = $1 AND provider_instance_id IS NOT DISTINCT FROM $2 AND request = $3::jsonb
        AND deployment_id IS NOT DISTINCT FROM $4 AND launch_id IS NOT DISTINCT FROM $5 LIMIT 1`,
    [act.kind, act.providerInstanceId, request, act.deploymentId ?? null, act.launchId ?? null],
  );
  if (waiting) return waiting.id;
  const id = randomIds.uuid();
  await tx.query(
    `INSERT INTO provider_act (id, kind, provider_instance_id, site_id, deployment_id, launch_id, request) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, act.kind, act.providerInstanceId, act.siteId ?? null, act.deploymentId ?? null, act.launchId ?? null, request],
  );
  await wakeUp(tx, 'act', id);
  return id;
}
