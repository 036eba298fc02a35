import { SYSTEM } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ProviderError, type RemoteAccessProvider, type SupportPresence } from '../../remote-access/index.js';
import { endSession } from '../sessions/end-session.js';
import { SESSION_COLUMNS, type SessionRow } from '../sessions/held-session.js';
import { sessionChanged, stateOf } from '../sessions/session-news.js';

const MOST_AT_ONCE = 20;
/** A provider is not asked more often than this about one session. */
const EVERY = '9 seconds';

interface AwaySession extends SessionRow {
  readonly remoteId: string;
  readonly instanceId: string;
}

/**
 * Keeps sessions that are held at a provider in step with who is in them there, the longest unasked first; one that is over there is
 * over. What cannot be asked stays as it was, until its time is over.
 */
export async function followAwaySessions(unit: UnitOfWork, providerOf: (instanceId: string) => RemoteAccessProvider | null): Promise<void> {
  const away: AwaySession[] = await unit.reads.query(
    `SELECT ${SESSION_COLUMNS}, s.remote_id AS "remoteId", s.provider_instance_id AS "instanceId" FROM support_session s
      WHERE s.remote_id IS NOT NULL AND s.state <> 'ended' AND s.provider_instance_id IS NOT NULL AND s.followed_at < now() - interval '${EVERY}'
      ORDER BY s.followed_at LIMIT ${MOST_AT_ONCE}`,
  );
  await Promise.all(away.map((session) => follow(unit, providerOf(session.instanceId), session)));
}

async function follow(unit: UnitOfWork, provider: RemoteAccessProvider | null, { remoteId, instanceId: _, ...session }: AwaySession): Promise<void> {
  const presence = await presenceAt(provider, remoteId);
  await unit.run(async (tx) => {
    await tx.query('UPDATE support_session SET followed_at = now() WHERE id = $1', [session.id]);
    if (presence === 'unknown') return;
    if (presence === null) return endSession(tx, session, 'at-provider', SYSTEM);
    const state = stateOf({ guests: presence.guests, connected: presence.guests, viewers: presence.hosts });
    const [moved]: [unknown[], number] = await tx.query(
      `UPDATE support_session SET state = $2, version = version + 1 WHERE id = $1 AND state NOT IN ($2, 'ended') RETURNING id`,
      [session.id, state],
    );
    if (moved.length > 0) await sessionChanged(tx, session);
  });
}

async function presenceAt(provider: RemoteAccessProvider | null, remoteId: string): Promise<SupportPresence | null | 'unknown'> {
  if (!provider?.supportPresence) return 'unknown';
  try {
    return await provider.supportPresence(remoteId);
  } catch (error) {
    if (error instanceof ProviderError) return 'unknown';
    throw error;
  }
}
