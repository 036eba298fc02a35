import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { Operator } from '../roles/operator.js';
import { reachesEverything, type Role } from '../roles/rights.js';
import { EVERYTHING } from '../roles/scope.js';
import { OperatorSessionEntity } from './operator-session.entity.js';

/** A session ends after half an hour without use, and after twelve hours in any case. */
export const IDLE_MINUTES = 30;
export const LONGEST_HOURS = 12;

/** Where a session was opened from. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string | null;
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

interface SessionRow extends AccountRow {
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
  ) {}

  /** A new session and its token; the token is known to nobody else. */
  async open(
    tx: Tx,
    operatorId: string,
    origin: Origin,
  ): Promise<{ readonly sessionId: string; readonly token: string }> {
    const token = this.ids.secret(32).toString('base64url');
    const sessionId = this.ids.uuid();
    await tx.insert(OperatorSessionEntity, {
      id: sessionId,
      operatorId,
      tokenHash: hashOf(token),
      expiresAt: () => `now() + interval '${LONGEST_HOURS} hours'`,
      ip: origin.ip,
      userAgent: origin.userAgent?.slice(0, 400) ?? null,
    });
    return { sessionId, token };
  }

  /** Who holds this token now; null for an unknown, ended or idle session and for a disabled operator. */
  async operatorOf(token: string): Promise<Operator | null> {
    const [row]: SessionRow[] = await this.unit.reads.query(
      `SELECT s.id AS session_id, s.last_used_at < now() - interval '1 minute' AS stale, ${OPERATOR}
         FROM operator_session s JOIN operator o ON o.id = s.operator_id LEFT JOIN operator_scope c ON c.operator_id = o.id
        WHERE s.token_hash = $1 AND ${LIVE}
        GROUP BY s.id, o.id`,
      [hashOf(token)],
    );
    if (!row) return null;
    // Once a minute is enough for a limit of thirty, and spares a write on every read.
    if (row.stale)
      await this.unit.reads.query('UPDATE operator_session SET last_used_at = now() WHERE id = $1', [row.session_id]);
    return operatorFrom(row, row.session_id);
  }

  /** Who this account is now, without any session; null for one that is disabled or gone. */
  async operatorOfAccount(operatorId: string): Promise<Operator | null> {
    const [row]: AccountRow[] = await this.unit.reads.query(
      `SELECT ${OPERATOR} FROM operator o LEFT JOIN operator_scope c ON c.operator_id = o.id WHERE o.id = $1 AND NOT o.disabled GROUP BY o.id`,
      [operatorId],
    );
    return row ? operatorFrom(row, '') : null;
  }

  /** Those of the given sessions that are still good. */
  async alive(sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.unit.reads.query(
      `SELECT s.id FROM operator_session s JOIN operator o ON o.id = s.operator_id WHERE s.id = ANY($1::uuid[]) AND ${LIVE}`,
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
    await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'operator', id: operatorId }));
  }

  async end(tx: Tx, sessionId: string): Promise<void> {
    await tx.query('UPDATE operator_session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [sessionId]);
    await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'session', id: sessionId }));
  }
}

function operatorFrom(row: AccountRow, sessionId: string): Operator {
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
    sessionId,
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
