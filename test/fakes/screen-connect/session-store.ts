import { randomUUID } from 'node:crypto';
import type { Row } from './filter-language.js';

/** Section 5.3. */
export const SESSION_TYPE = { Support: 0, Meeting: 1, Access: 2 } as const;
export const PROCESS_TYPE = { Host: 1, Guest: 2 } as const;
export const EVENT = {
  Connected: 10, Disconnected: 11, CreatedSession: 20, DeletedSession: 21, InitiatedJoin: 30, AddedNote: 32, QueuedUninstall: 41,
  QueuedWake: 43, QueuedCommand: 44, QueuedMessage: 45, QueuedTool: 47, ModifiedGuestInfo: 65, ModifiedCustomProperty: 64,
  RanCommand: 70, SentMessage: 71, QueuedUninstallAndDelete: 100,
} as const;

export interface DoubleConnection {
  readonly connectionId: string;
  readonly processType: 1 | 2;
  readonly participantName: string;
  readonly connectedAt: Date;
}

export interface DoubleEvent {
  readonly eventId: string;
  readonly type: number;
  readonly at: Date;
  readonly host: string;
  readonly data: string;
  readonly connectionId: string | null;
}

export interface DoubleSession {
  readonly sessionId: string;
  readonly type: number;
  name: string;
  readonly isPublic: boolean;
  readonly code: string;
  properties: string[];
  guestInfo: Readonly<Record<string, string>>;
  clientVersion: string;
  readonly connections: DoubleConnection[];
  readonly events: DoubleEvent[];
  guestConnectedAt: Date | null;
  guestDisconnectedAt: Date | null;
}

export type EventListener = (session: DoubleSession, event: DoubleEvent, connection: DoubleConnection | null) => void;

/** All that the server remembers; in memory. */
export class SessionStore {
  readonly sessions = new Map<string, DoubleSession>();
  private readonly listeners = new Set<EventListener>();

  constructor(readonly now: () => Date) {}

  onEvent(listener: EventListener): void {
    this.listeners.add(listener);
  }

  /** Section 2.1: CreateSession; section 3.1: an access session appears when its agent first connects. */
  create(facts: Pick<DoubleSession, 'type' | 'name' | 'isPublic' | 'code'> & { sessionId?: string; properties?: readonly string[] }): DoubleSession {
    const session: DoubleSession = {
      sessionId: facts.sessionId ?? randomUUID(),
      type: facts.type,
      name: facts.name,
      isPublic: facts.isPublic,
      code: facts.code,
      properties: eight(facts.properties ?? []),
      guestInfo: {},
      clientVersion: '',
      connections: [],
      events: [],
      guestConnectedAt: null,
      guestDisconnectedAt: null,
    };
    this.sessions.set(session.sessionId, session);
    this.record(session, EVENT.CreatedSession);
    return session;
  }

  record(session: DoubleSession, type: number, { host = '', data = '', connection = null as DoubleConnection | null } = {}): DoubleEvent {
    const event = { eventId: randomUUID(), type, at: this.now(), host, data, connectionId: connection?.connectionId ?? null };
    session.events.push(event);
    for (const listener of this.listeners) listener(session, event, connection);
    return event;
  }

  connect(session: DoubleSession, processType: 1 | 2, participantName = ''): DoubleConnection {
    const connection = { connectionId: randomUUID(), processType, participantName, connectedAt: this.now() };
    session.connections.push(connection);
    if (processType === PROCESS_TYPE.Guest) session.guestConnectedAt = connection.connectedAt;
    this.record(session, EVENT.Connected, { connection });
    return connection;
  }

  disconnect(session: DoubleSession, connection: DoubleConnection): void {
    const at = session.connections.indexOf(connection);
    if (at < 0) return;
    session.connections.splice(at, 1);
    if (connection.processType === PROCESS_TYPE.Guest) session.guestDisconnectedAt = this.now();
    this.record(session, EVENT.Disconnected, { connection });
  }

  /** Section 8.6: deleting does not uninstall; an agent that still runs brings its session back. */
  delete(sessionId: string): void {
    const session = this.sessions.get(sessionId);
    if (!session) return;
    this.record(session, EVENT.DeletedSession);
    this.sessions.delete(sessionId);
  }
}

/** Custom properties are always eight; what is missing is empty. */
export function eight(values: readonly string[]): string[] {
  return Array.from({ length: 8 }, (_, index) => values[index] ?? '');
}

/** The columns that a filter may name (section 8.1). */
export function columnsOf(session: DoubleSession): Row {
  const hosts = session.connections.filter(({ processType }) => processType === PROCESS_TYPE.Host).length;
  return {
    SessionID: session.sessionId,
    SessionType: session.type,
    Name: session.name,
    IsPublic: session.isPublic,
    Code: session.code,
    Host: '',
    HostConnectedCount: hosts,
    GuestConnectedCount: session.connections.length - hosts,
    GuestClientVersion: session.clientVersion,
    GuestMachineName: session.guestInfo.MachineName ?? '',
    GuestMachineSerialNumber: session.guestInfo.MachineSerialNumber ?? '',
    GuestOperatingSystemName: session.guestInfo.OperatingSystemName ?? '',
    ...Object.fromEntries(session.properties.map((value, index) => [`CustomProperty${index + 1}`, value])),
  };
}
