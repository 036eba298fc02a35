import { columnsOf, eight, EVENT, SESSION_TYPE, type DoubleSession, type SessionStore } from './session-store.js';
import { filterOf } from './filter-language.js';
import { detailsJson, sessionJson, type Dialect } from './session-json.js';

/** An exception of the server: HTTP 500 with `errorType`, `message`, `detail` (section 2.0). */
export class WebMethodError extends Error {
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ExtensionFaults {
  /** An extension from before `GetSessionsByFilter` (section 2.1). */
  oldExtension: boolean;
  /** The sources disagree about `SendMessageToSession` (section 2.1). */
  messageArity: 2 | 3;
  /** No more than so many sessions in one answer (section 6, HostSessionDisplayLimit). */
  truncateAt: number;
}

type Method = { readonly parameters: readonly string[]; readonly act: (values: readonly unknown[]) => unknown };

/** The RESTful API Manager extension (section 2.1): its methods, their parameters by position and by name. */
export class ExtensionMethods {
  constructor(
    private readonly store: SessionStore,
    private readonly dialect: Dialect,
    private readonly faults: ExtensionFaults,
    private readonly userName: string,
  ) {}

  /** Undefined for a void method, which answers with an empty body. */
  call(name: string, body: unknown): unknown {
    const method = this.methods()[name];
    if (!method) throw new WebMethodError('InvalidOperationException', 'Web method does not exist');
    return method.act(this.argumentsOf(method, body));
  }

  /** An array by position or an object with the exact names (section 2.0). */
  private argumentsOf({ parameters }: Method, body: unknown): readonly unknown[] {
    if (Array.isArray(body)) {
      if (body.length > parameters.length) throw new WebMethodError('ArgumentException', `Unknown parameter: ${parameters.length}`);
      return body;
    }
    if (typeof body !== 'object' || body === null) return [];
    for (const name of Object.keys(body))
      if (!parameters.includes(name)) throw new WebMethodError('ArgumentException', `Unknown parameter: ${name}`);
    return parameters.map((name) => (body as Record<string, unknown>)[name]);
  }

  private methods(): Readonly<Record<string, Method>> {
    const { GetSessionsByFilter, ...first } = this.all();
    return this.faults.oldExtension ? first : { ...first, GetSessionsByFilter };
  }

  private all() {
    const message = this.faults.messageArity === 2 ? ['sessionID', 'message'] : ['sessionID', 'host', 'message'];
    return {
      CreateSession: {
        parameters: ['sessionType', 'name', 'isPublic', 'code', 'customPropertyValues'],
        act: ([type, name, isPublic, code, properties]) => this.create(type, name, isPublic, code, properties),
      },
      GetSessionBySessionID: {
        parameters: ['sessionID'],
        act: ([id]) => this.show([...this.store.sessions.values()].filter(({ sessionId }) => sessionId === id)),
      },
      GetSessionDetailsBySessionID: {
        parameters: ['sessionID'],
        act: ([id]) => {
          const session = this.store.sessions.get(String(id));
          return session ? detailsJson(session, this.dialect) : {};
        },
      },
      GetSessionsByName: {
        parameters: ['sessionName'],
        act: ([name]) => this.show([...this.store.sessions.values()].filter((each) => each.name === name)),
      },
      GetSessionsByFilter: {
        parameters: ['filter'],
        act: ([filter]) => this.filtered(filter),
      },
      UpdateSessionCustomProperties: {
        parameters: ['sessionID', 'newCustomProperties'],
        act: ([id, values]) => {
          if (!Array.isArray(values)) throw new WebMethodError('ArgumentNullException', 'Value cannot be null. Parameter name: newCustomProperties');
          const session = this.needed(id);
          // Section 8.6: all eight are overwritten, whatever was there.
          session.properties = eight(values.map(String));
          this.store.record(session, EVENT.ModifiedCustomProperty, { host: this.userName });
        },
      },
      SendCommandToSession: { parameters: ['sessionID', 'command'], act: ([id, text]) => this.queue(id, EVENT.QueuedCommand, text) },
      AddNoteToSession: { parameters: ['sessionID', 'noteBody'], act: ([id, text]) => this.queue(id, EVENT.AddedNote, text) },
      SendMessageToSession: { parameters: message, act: (values) => this.queue(values[0], EVENT.QueuedMessage, values[message.length - 1]) },
      SendToolboxItemToSession: { parameters: ['sessionID', 'toolboxItem'], act: ([id, item]) => this.queue(id, EVENT.QueuedTool, item) },
    } satisfies Record<string, Method>;
  }

  /** Support and Meeting only; an access session is made by an installer (sections 2.1 and 8.6). */
  private create(type: unknown, name: unknown, isPublic: unknown, code: unknown, properties: unknown) {
    const number = typeof type === 'string' ? (SESSION_TYPE[type as keyof typeof SESSION_TYPE] ?? -1) : Number(type);
    if (number !== SESSION_TYPE.Support && number !== SESSION_TYPE.Meeting) throw new WebMethodError('ArgumentException', 'Invalid session type');
    const session = this.store.create({
      type: number,
      name: String(name ?? ''),
      isPublic: isPublic === true,
      code: String(code ?? ''),
      properties: Array.isArray(properties) ? properties.map(String) : [],
    });
    return sessionJson(session, this.dialect);
  }

  private filtered(filter: unknown) {
    if (typeof filter !== 'string' || filter.trim() === '') throw new WebMethodError('ArgumentNullException', 'Value cannot be null. Parameter name: filter');
    try {
      const keeps = filterOf(filter);
      return this.show([...this.store.sessions.values()].filter((session) => keeps(columnsOf(session))));
    } catch (error) {
      throw new WebMethodError('SyntaxErrorException', (error as Error).message);
    }
  }

  /** Fire and forget: the answer comes as an event of the session, if it comes (section 2.1). */
  private queue(id: unknown, type: number, data: unknown): void {
    this.store.record(this.needed(id), type, { host: this.userName, data: String(data ?? '') });
  }

  private needed(id: unknown): DoubleSession {
    const session = this.store.sessions.get(String(id));
    if (!session) throw new WebMethodError('ArgumentException', 'Session not found');
    return session;
  }

  private show(sessions: readonly DoubleSession[]) {
    return sessions.slice(0, this.faults.truncateAt).map((session) => sessionJson(session, this.dialect));
  }
}
