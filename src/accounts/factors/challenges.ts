import { Inject, Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { AccountsKey } from '../accounts-key.js';

const LIFE = '5 minutes';

/** What was asked of a browser and is expected back: sealed, good once and for five minutes. */
@Injectable()
export class Challenges {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly key: AccountsKey,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Keeps what is expected for a purpose; a session has one expectation per purpose, the latest. */
  async keep(sessionId: string | null, purpose: string, expected: string): Promise<string> {
    const id = this.ids.uuid();
    await this.unit.run(async (tx) => {
      await tx.query('DELETE FROM factor_challenge WHERE expires_at < now() OR (session_id = $1 AND purpose = $2)', [sessionId, purpose]);
      await tx.query(
        `INSERT INTO factor_challenge (id, session_id, purpose, sealed, expires_at) VALUES ($1, $2, $3, $4, now() + interval '${LIFE}')
         ON CONFLICT (session_id, purpose) DO UPDATE SET id = excluded.id, sealed = excluded.sealed, expires_at = excluded.expires_at`,
        [id, sessionId, purpose, this.key.seal(purpose, Buffer.from(expected))],
      );
    });
    return id;
  }

  /** Takes what was kept for this session; null when there is nothing, or nothing any more. */
  async takeOfSession(tx: Tx, sessionId: string, purpose: string): Promise<string | null> {
    return this.opened(purpose, await tx.query(`DELETE FROM factor_challenge WHERE session_id = $1 AND purpose = $2 RETURNING sealed, expires_at > now() AS good`, [sessionId, purpose]));
  }

  /** Takes what was kept under this id for nobody yet. */
  async take(tx: Tx, id: string, purpose: string): Promise<string | null> {
    return this.opened(purpose, await tx.query(`DELETE FROM factor_challenge WHERE id = $1 AND session_id IS NULL AND purpose = $2 RETURNING sealed, expires_at > now() AS good`, [id, purpose]));
  }

  private opened(purpose: string, [rows]: [{ sealed: Buffer; good: boolean }[], number]): string | null {
    const [row] = rows;
    return row?.good ? this.key.open(purpose, row.sealed).toString() : null;
  }
}
