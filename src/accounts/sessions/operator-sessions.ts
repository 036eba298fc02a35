import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { afterCommit, type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { ProvenBy } from '../factors/factor.js';
import type { Operator, SessionStage } from '../roles/operator.js';
import { reachesEverything, type Role } from '../roles/rights.js';
import { EVERYTHING } from '../roles/scope.js';
import { KnownSessions } from './known-sessions.js';
import { OperatorSessionEntity } from './operator-session.entity.js';

/** A session ends after half an hour without use, and after twelve hours in any case. */
export const IDLE_MINUTES = 30;
export const LONGEST_HOURS = 12;

/** Where a session was opened from. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string | null;
}

export function originOf(request: FastifyRequest): Origin {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? null };
}

/** What a login has come to. */
export interface Reached {
  readonly stage: SessionStage;
  readonly provenBy: ProvenBy | null;
}

/** A session as its owner, or who manages users, sees it. */
export interface OpenSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly provenBy: ProvenBy | null;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly allow_remote_control: boolean;
  readonly scope_all: boolean;
  readonly client_ids: string[];
  readonly site_ids: string[];
}

interface SessionRow extends AccountRow, Reached {
  readonly session_id: string;
  readonly stale: boolean;
}

const OPERATOR = `
  o.id, o.name, o.email, o.role, o.allow_remote_control, o.scope_all,
  coalesce(array_agg(c.client_id) FILTER (WHERE c.client_id IS NOT NULL), '{}') AS client_ids,
  coalesce(array_agg(c.site_id) FILTER (WHERE c.site_id IS NOT NULL), '{}') AS site_ids`;

const LIVE = `s.revoked_at IS NULL AND s.expires_at > now() AND s.last_used_at > now() - interval '${IDLE_MINUTES} minutes' AND NOT o.disabled`;

/** Sessions of operators: opaque tokens, known here only by their hash; deadlines follow the database's clock. */
@Injectable()
export class OperatorSessions {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
    private readonly known: KnownSessions,
  ) {}

  /** A new session and its token; the token is known to nobody else. */
  async open(
    tx: Tx,
    operatorId: string,
    origin: Origin,
    reached: Reached,
  ): Promise<{ readonly sessionId: string; readonly token: string }> {
    const token = this.ids.secret(32).toString('base64url');
    const sessionId = this.ids.uuid();
    await tx.insert(OperatorSessionEntity, {
      id: sessionId,
      operatorId,
      tokenHash: hashOf(token),
      expiresAt: () => `now() + interval '${LONGEST_HOURS} hours'`,
      stage: reached.stage,
      provenBy: reached.provenBy,
      ip: origin.ip,
      userAgent: origin.userAgent?.slice(0, 400) ?? null,
    });
    return { sessionId, token };
  }

  /** Who holds this token now; null for an unknown, ended or idle session and for a disabled operator. */
  operatorOf(token: string): Promise<Operator | null> {
    const hash = hashOf(token);
    return this.known.holderOf(hash, () => this.holderInDatabase(hash));
  }

  private async holderInDatabase(tokenHash: Buffer): Promise<Operator | null> {
    const [row]: SessionRow[] = await this.unit.reads.query(
      `SELECT s.id AS session_id, s.last_used_at < now() - interval '1 minute' AS stale, s.stage, s.proven_by AS "provenBy", ${OPERATOR}
         FROM operator_session s JOIN operator o ON o.id = s.operator_id LEFT JOIN operator_scope c ON c.operator_id = o.id
        WHERE s.token_hash = $1 AND ${LIVE}
        GROUP BY s.id, o.id`,
      [tokenHash],
    );
    if (!row) return null;
    // Once a minute is enough for a limit of thirty, and spares a write on every read.
    if (row.stale)
      await this.unit.reads.query('UPDATE operator_session SET last_used_at = now() WHERE id = $1', [row.session_id]);
    return { ...operatorFrom(row), sessionId: row.session_id, stage: row.stage, provenBy: row.provenBy };
  }

  /** Who this account is now, without any session; null for one that is disabled or gone. */
  async operatorOfAccount(operatorId: string): Promise<Operator | null> {
    const [row]: AccountRow[] = await this.unit.reads.query(
      `SELECT ${OPERATOR} FROM operator o LEFT JOIN operator_scope c ON c.operator_id = o.id WHERE o.id = $1 AND NOT o.disabled GROUP BY o.id`,
      [operatorId],
    );
    return row ? operatorFrom(row) : null;
  }

  /** The session of a token that was just given. */
  async idOf(tx: Tx, token: string): Promise<string> {
    const [row]: { id: string }[] = await tx.query('SELECT id FROM operator_session WHERE token_hash = $1', [hashOf(token)]);
    if (!row) throw new TypeError('A session that was just opened is not there.');
    return row.id;
  }

  /** The sessions of an account that are good now, the latest used first. */
  async openOf(operatorId: string): Promise<OpenSession[]> {
    return this.unit.reads.query(
      `SELECT s.id, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", s.ip, s.user_agent AS "userAgent", s.proven_by AS "provenBy"
         FROM operator_session s JOIN operator o ON o.id = s.operator_id WHERE s.operator_id = $1 AND ${LIVE} ORDER BY s.last_used_at DESC, s.id`,
      [operatorId],
    );
  }

  /** Those of the given sessions that are still good. */
  async alive(sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.unit.reads.query(
      `SELECT s.id FROM operator_session s JOIN operator o ON o.id = s.operator_id WHERE s.id = ANY($1::uuid[]) AND s.stage = 'complete' AND ${LIVE}`,
      [sessionIds],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Ends sessions and cuts what hangs on them; `except` keeps the one that asked. */
  async endAllOf(tx: Tx, operatorId: string, except: string | null = null): Promise<void> {
    await tx.query(
      `UPDATE operator_session SET revoked_at = now() WHERE operator_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2::uuid`,
      [operatorId, except],
    );
    afterCommit(tx, () => this.known.forget(({ id }) => id === operatorId));
    await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'operator', id: operatorId }));
  }

  /** What the account may do, or how it is called, has changed; its sessions go on, with what is so now. */
  async changed(tx: Tx, operatorId: string): Promise<void> {
    afterCommit(tx, () => this.known.forget(({ id }) => id === operatorId));
    await wakeUp(tx, 'authority', operatorId);
  }

  async end(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('UPDATE operator_session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [sessionId]);
    afterCommit(tx, () => this.known.forget((holder) => holder.sessionId === sessionId));
    await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'session', id: sessionId }));
  }
}

/** Somebody without a browser. */
function operatorFrom(row: AccountRow): Operator {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    allowRemoteControl: row.allow_remote_control,
    scope:
      row.scope_all || reachesEverything(row.role)
        ? EVERYTHING
        : { all: false, clientIds: row.client_ids, siteIds: row.site_ids },
    disabled: false,
    sessionId: '',
    stage: 'complete',
    provenBy: null,
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
