import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DomainError } from '../errors/domain-error.js';

export interface RememberedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly etag: string | null;
}

interface Row {
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: unknown;
  readonly etag: string | null;
}

/** Keeps what was answered to a caller's idempotency key for a day. */
@Injectable()
export class RememberedRequests {
  constructor(private readonly unit: UnitOfWork) {}

  /** Null: the key is new and now ours to answer. Else the answer of the first request with this key. */
  async begin(callerId: string, key: string, requestHash: string): Promise<RememberedAnswer | null> {
    const began: unknown[] = await this.unit.reads.query(
      `INSERT INTO idempotency_key AS k (operator_id, key, request_hash) VALUES ($1, $2, $3)
       ON CONFLICT (operator_id, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, body = NULL, etag = NULL, created_at = now()
         WHERE k.created_at < now() - interval '24 hours'
            OR (k.status IS NULL AND k.request_hash = excluded.request_hash AND k.created_at < now() - interval '1 minute')
       RETURNING 1`,
      [callerId, key, requestHash],
    );
    if (began.length > 0) return null;
    const [row]: Row[] = await this.unit.reads.query(
      'SELECT request_hash, status, body, etag FROM idempotency_key WHERE operator_id = $1 AND key = $2',
      [callerId, key],
    );
    if (row && row.request_hash !== requestHash) {
      throw new DomainError('API-IDEM-01', 'This Idempotency-Key was used for another request.');
    }
    if (!row || row.status === null) {
      throw new DomainError('API-CONFLICT-03', 'The first request with this Idempotency-Key is still being answered.', {
        retryAfterSeconds: 1,
      });
    }
    return { status: row.status, body: row.body, etag: row.etag };
  }

  async remember(callerId: string, key: string, answer: RememberedAnswer): Promise<void> {
    await this.unit.reads.query(
      'UPDATE idempotency_key SET status = $3, body = $4, etag = $5 WHERE operator_id = $1 AND key = $2',
      [callerId, key, answer.status, answer.body === undefined ? null : JSON.stringify(answer.body), answer.etag],
    );
    await this.unit.reads.query(
      `DELETE FROM idempotency_key WHERE operator_id = $1 AND created_at < now() - interval '24 hours'`,
      [callerId],
    );
  }

  /** A refused request changed nothing, so the same key may try again. */
  async forget(callerId: string, key: string): Promise<void> {
    await this.unit.reads.query('DELETE FROM idempotency_key WHERE operator_id = $1 AND key = $2 AND status IS NULL', [
      callerId,
      key,
    ]);
  }
}
