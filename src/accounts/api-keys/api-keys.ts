import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import type { Operator } from '../roles/operator.js';
import { RIGHTS, type Right } from '../roles/rights.js';
import type { Scope } from '../roles/scope.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';

/** What no key can have: whoever could do these could make himself more than the key is. */
const FOR_PEOPLE: ReadonlySet<Right> = new Set(['ownership.transfer', 'users.manage', 'security.manage', 'notifications.manage', 'provider-administration.launch', 'support-sessions.host']);
export const RIGHTS_OF_KEYS = RIGHTS.filter((right) => !FOR_PEOPLE.has(right));

/** `lk_`, the key's id without hyphens, and 256 bits in base64url; scanners for leaked secrets know it by this form. */
const FORM = /^lk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

interface KeyRow {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly scopeAll: boolean;
  readonly clientIds: readonly string[];
  readonly siteIds: readonly string[];
  readonly mayLaunch: boolean;
  readonly stale: boolean;
}

/** The credential that a request carries instead of a cookie, if any. */
export function bearerIn({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer (\S{1,200})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** Keys by which programs act for an operator, with no more than a part of what he may do himself at that moment. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** A new id and the credential that is shown once. */
  draw(): { readonly id: string; readonly credential: string; readonly hash: Buffer } {
    const id = this.ids.uuid();
    const secret = this.ids.secret(32).toString('base64url');
    return { id, credential: `lk_${id.replaceAll('-', '')}_${secret}`, hash: hashOf(secret) };
  }

  /** For whom this credential acts from this address; null for anything that is not, or no longer, good. */
  async operatorOf(credential: string, ip: string): Promise<Operator | null> {
    const [, hex, secret] = FORM.exec(credential) ?? [];
    if (hex === undefined || secret === undefined) return null;
    const [key]: KeyRow[] = await this.unit.reads.query(
      `SELECT id, operator_id AS "operatorId", name, rights, scope_all AS "scopeAll", client_ids AS "clientIds", site_ids AS "siteIds", may_launch AS "mayLaunch",
              last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS stale
         FROM api_key WHERE id = $1::uuid AND secret_hash = $2 AND revoked_at IS NULL AND expires_at > now()
          AND (networks = '{}' OR EXISTS (SELECT 1 FROM unnest(networks) AS network WHERE $3::inet <<= network))`,
      [hex, hashOf(secret), plainAddress(ip)],
    );
    const owner = key && (await this.sessions.operatorOfAccount(key.operatorId));
    if (!key || !owner) return null;
    if (key.stale) await this.unit.reads.query('UPDATE api_key SET last_used_at = now(), last_used_ip = $2 WHERE id = $1', [key.id, ip]);
    return {
      ...owner,
      name: `${owner.name} (API key ${key.name})`,
      scope: narrowed(owner.scope, { all: key.scopeAll, clientIds: key.clientIds, siteIds: key.siteIds }),
      allowRemoteControl: owner.allowRemoteControl && key.mayLaunch,
      apiKey: { id: key.id, rights: new Set(key.rights.filter((right) => right !== 'devices.launch' || key.mayLaunch)) },
    };
  }

  async revoke(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
  }
}

/** What both reach. A site whose client is only the owner's stays out: which client a site belongs to may change. */
export function narrowed(owner: Scope, key: Scope): Scope {
  if (owner.all) return key;
  if (key.all) return owner;
  return { all: false, clientIds: key.clientIds.filter((id) => owner.clientIds.includes(id)), siteIds: key.siteIds.filter((id) => owner.siteIds.includes(id)) };
}

/** An IPv4 address that arrives through an IPv6 socket is an IPv4 address. */
function plainAddress(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
