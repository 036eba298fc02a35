import { randomUUID } from 'node:crypto';
import { EVENT, PROCESS_TYPE, SESSION_TYPE, type DoubleConnection, type DoubleSession, type SessionStore } from './session-store.js';

export interface AgentFacts {
  readonly machineName: string;
  readonly serial?: string;
  readonly operatingSystem?: string;
  readonly version?: string;
  /** Made on the device; a new one unless it is told. */
  readonly sessionId?: string;
  /** Another instance's client has another one (section 3.6). */
  readonly fingerprint?: string;
  /** The query of the installer's address (section 3.1). */
  readonly parameters: string;
}

const OUTPUT_LIMIT = 5_000;

/** A client on a device (section 3). Its session id is made when it is installed; the server knows it from its first connection. */
export class AgentSimulator {
  readonly sessionId: string;
  private connection: DoubleConnection | null = null;
  /** False after the server's own uninstallation. */
  installed = true;

  constructor(
    private readonly store: SessionStore,
    private readonly facts: AgentFacts,
    private readonly run: (command: string) => string = (command) => command,
  ) {
    this.sessionId = facts.sessionId ?? randomUUID();
    store.onEvent((session, event) => {
      if (session.sessionId === this.sessionId && this.connection) this.obey(session, event.type, event.data);
    });
  }

  /** Section 8.6: a deleted session comes back with the agent; what was queued meanwhile is done now. */
  connect(): DoubleSession {
    if (!this.installed) throw new Error('This agent is not installed any more.');
    const parameters = new URLSearchParams(this.facts.parameters);
    const session =
      this.store.sessions.get(this.sessionId) ??
      this.store.create({
        sessionId: this.sessionId,
        type: SESSION_TYPE.Access,
        name: parameters.get('t') ?? '',
        isPublic: false,
        code: '',
        properties: parameters.getAll('c'),
      });
    session.clientVersion = this.facts.version ?? '26.1.5.9500';
    session.guestInfo = {
      MachineName: this.facts.machineName,
      MachineSerialNumber: this.facts.serial ?? 'Default string',
      OperatingSystemName: this.facts.operatingSystem ?? 'Windows 11 Pro',
    };
    const missed = session.guestDisconnectedAt;
    this.connection = this.store.connect(session, PROCESS_TYPE.Guest);
    this.store.record(session, EVENT.ModifiedGuestInfo);
    if (missed) for (const event of [...session.events]) if (event.at >= missed) this.obey(session, event.type, event.data);
    return session;
  }

  disconnect(): void {
    const session = this.store.sessions.get(this.sessionId);
    if (session && this.connection) this.store.disconnect(session, this.connection);
    this.connection = null;
  }

  /** Section 3.3: what the service's ImagePath holds; the text that a device reads its session id from. */
  imagePath(fingerprint: string): string {
    const parameters = new URLSearchParams(this.facts.parameters);
    parameters.set('s', this.sessionId);
    return `"C:\\Program Files (x86)\\ScreenConnect Client (${this.facts.fingerprint ?? fingerprint})\\ScreenConnect.ClientService.exe" "?${parameters}"`;
  }

  private obey(session: DoubleSession, type: number, data: string): void {
    if (type === EVENT.QueuedCommand) this.store.record(session, EVENT.RanCommand, { data: this.run(data).slice(0, OUTPUT_LIMIT) });
    if (type !== EVENT.QueuedUninstall && type !== EVENT.QueuedUninstallAndDelete) return;
    this.installed = false;
    this.disconnect();
    if (type === EVENT.QueuedUninstallAndDelete) this.store.delete(this.sessionId);
  }
}

/** A person who joins a support session (sections 5.1 and 5.2). */
export class GuestSimulator {
  constructor(private readonly store: SessionStore) {}

  /** Codes are compared without regard to case. */
  byCode(code: string): DoubleSession | null {
    return this.support().find((each) => !each.isPublic && each.code !== '' && each.code.toLowerCase() === code.toLowerCase()) ?? null;
  }

  publicList(): readonly string[] {
    return this.support().filter((each) => each.isPublic).map(({ name }) => name);
  }

  byInvitation(sessionId: string): DoubleSession | null {
    return this.support().find((each) => each.sessionId === sessionId) ?? null;
  }

  join(session: DoubleSession, name: string): DoubleConnection {
    this.store.record(session, EVENT.InitiatedJoin, { host: name });
    return this.store.connect(session, PROCESS_TYPE.Guest, name);
  }

  say(session: DoubleSession, connection: DoubleConnection, text: string): void {
    this.store.record(session, EVENT.SentMessage, { data: text, connection });
  }

  leave(session: DoubleSession, connection: DoubleConnection): void {
    this.store.disconnect(session, connection);
  }

  private support(): DoubleSession[] {
    return [...this.store.sessions.values()].filter(({ type }) => type !== SESSION_TYPE.Access);
  }
}

/** A technician who opens a join link with a login of his own (section 4). */
export class HostSimulator {
  /** Names are localised and can be edited (section 8.6); without one the server finds a group that holds the session. */
  readonly groups = new Set(['All Machines']);

  constructor(private readonly store: SessionStore) {}

  /** Null for a link that leads to no session. */
  open(link: string, name: string): DoubleConnection | null {
    const [, type = '', group = '', sessionId = ''] = /\/Host#(Access|Support|Meeting)\/([^/]*)\/[^/]*\/([0-9a-f-]{36})\/Join$/.exec(link) ?? [];
    const session = this.store.sessions.get(sessionId);
    if (!session || session.type !== SESSION_TYPE[type as keyof typeof SESSION_TYPE] || (group !== '' && !this.groups.has(decodeURIComponent(group)))) return null;
    this.store.record(session, EVENT.InitiatedJoin, { host: name });
    return this.store.connect(session, PROCESS_TYPE.Host, name);
  }

  leave(sessionId: string, connection: DoubleConnection): void {
    const session = this.store.sessions.get(sessionId);
    if (session) this.store.disconnect(session, connection);
  }
}
