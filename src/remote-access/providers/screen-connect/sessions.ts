import { ProviderError } from '../../provider.js';
import type { ExtensionClient } from './extension-client.js';
import type { Pause } from './pacing.js';
import { withCode } from './session-filter.js';
import { isSessionId, readSession, type SessionRecord } from './session-record.js';

/** Pauses before an empty answer is asked for again; the server answers so when it is pressed, although there is something. */
const DOUBTS_MS = [1_000, 3_000];

export interface SessionList {
  readonly sessions: readonly SessionRecord[];
  /** How many the answer held, understood or not. */
  readonly answered: number;
}

/** The server's sessions, read with care and written with more. */
export class Sessions {
  /** One writer at a time: every write replaces all eight properties. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: ExtensionClient,
    private readonly pause: Pause,
  ) {}

  async matching(filter: string): Promise<SessionList> {
    return this.believed(() => this.client.read('GetSessionsByFilter', [filter]));
  }

  /** Asks only whether the server answers. */
  async tryFilter(filter: string): Promise<void> {
    listIn(await this.client.read('GetSessionsByFilter', [filter]));
  }

  /** Null for a session that the server does not have. */
  async byId(remoteId: string): Promise<SessionRecord | null> {
    const sessionId = requireSessionId(remoteId);
    const { sessions } = await this.believed(() => this.client.read('GetSessionBySessionID', [sessionId]));
    return sessions.find((each) => each.sessionId === sessionId) ?? null;
  }

  /**
   * Makes a session, unless there is one with this code; only a code that nothing else has may be given. An answer that was lost is no
   * failure when the session is there, and nothing is asked for twice.
   */
  async make({ type, name, code }: { readonly type: number; readonly name: string; readonly code: string }): Promise<SessionRecord> {
    const [before] = listIn(await this.client.read('GetSessionsByFilter', [withCode(code)])).sessions;
    if (before) return before;
    try {
      const [made] = listIn(await this.client.write('CreateSession', [type, name, false, code, []])).sessions;
      if (made) return made;
    } catch (error) {
      if (!(error instanceof ProviderError) || error.kind !== 'unavailable') throw error;
    }
    const [after] = (await this.matching(withCode(code))).sessions;
    if (!after) throw new ProviderError('unavailable', 'The server has made no session.');
    return after;
  }

  /**
   * Reads, changes and writes the properties of one session, and reads them back; null when there is no such session. An answer that
   * was lost is no failure when the reading shows that it was done, and nothing is written that is so already.
   */
  changeProperties(remoteId: string, change: (session: SessionRecord, values: readonly string[]) => readonly string[]): Promise<SessionRecord | null> {
    const mine = this.turn.then(() => this.change(requireSessionId(remoteId), change));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async change(sessionId: string, change: (session: SessionRecord, values: readonly string[]) => readonly string[]): Promise<SessionRecord | null> {
    const before = await this.byId(sessionId);
    if (!before) return null;
    if (!before.properties) throw new ProviderError('rejected', 'The server shows the custom properties in a form that is not known; nothing is written over them.');
    const wanted = change(before, before.properties);
    if (same(before.properties, wanted)) return before;
    let lost: ProviderError | null = null;
    try {
      await this.client.write('UpdateSessionCustomProperties', [sessionId, wanted]);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.kind !== 'unavailable') throw error;
      lost = error;
    }
    const after = await this.byId(sessionId);
    if (after?.properties && same(after.properties, wanted)) return after;
    throw lost ?? new ProviderError('unavailable', 'The server did not keep the custom properties.');
  }

  private async believed(ask: () => Promise<unknown>): Promise<SessionList> {
    for (const doubtMs of DOUBTS_MS) {
      const list = listIn(await ask());
      if (list.answered > 0) return list;
      await this.pause(doubtMs);
    }
    return listIn(await ask());
  }
}

/** The session's id as the server writes it; nothing of another shape is ever sent. */
export function requireSessionId(value: string): string {
  if (!isSessionId(value)) throw new ProviderError('rejected', 'This is no id of a remote endpoint.');
  return value.toLowerCase();
}

/** A list, a single session, or nothing at all; what is no session in a list is left out, each session counts once. */
function listIn(data: unknown): SessionList {
  const values = Array.isArray(data) ? (data as unknown[]) : data === null || data === undefined ? [] : [data];
  const sessions = new Map<string, SessionRecord>();
  for (const session of values.map(readSession)) if (session) sessions.set(session.sessionId, session);
  if (values.length > 0 && sessions.size === 0) throw new ProviderError('unavailable', 'The server’s answer holds no session that can be read.');
  return { sessions: [...sessions.values()], answered: values.length };
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
