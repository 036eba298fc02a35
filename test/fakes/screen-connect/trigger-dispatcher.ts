import { request } from 'node:http';
import { sessionJson, type Dialect } from './session-json.js';
import { EVENT, PROCESS_TYPE, type DoubleConnection, type DoubleEvent, type DoubleSession, type SessionStore } from './session-store.js';

const NAMES = new Map(Object.entries(EVENT).map(([name, number]) => [number as number, name]));
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** How deliveries go astray: nothing about retries, order and repetition is documented (section 7). */
export type Delivery = 'once' | 'twice' | 'lost' | 'out of order';

/** An automation with an HTTP action (section 7): names in Event and Connection, numbers inside Session, no signature. */
export class TriggerDispatcher {
  private readonly held: string[] = [];
  private readonly underWay = new Set<Promise<void>>();
  delivery: Delivery = 'once';

  constructor(
    store: SessionStore,
    private readonly dialect: Dialect,
    private readonly target: () => URL | null,
  ) {
    store.onEvent((session, event, connection) => this.dispatch(JSON.stringify(this.body(session, event, connection))));
  }

  /** Resolves when everything that was sent has been taken or refused. */
  async settled(): Promise<void> {
    for (const body of this.held.splice(0).reverse()) this.send(body);
    await Promise.all(this.underWay);
  }

  private dispatch(body: string): void {
    if (this.delivery === 'lost' || !this.target()) return;
    if (this.delivery === 'out of order') return void this.held.push(body);
    for (let i = 0; i < (this.delivery === 'twice' ? 2 : 1); i++) this.send(body);
  }

  private send(body: string): void {
    const target = this.target();
    if (!target) return;
    const sent = new Promise<void>((resolve) => {
      const asked = request(target, { method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => answer.resume().once('end', resolve));
      asked.once('error', () => resolve());
      asked.end(body);
    }).finally(() => this.underWay.delete(sent));
    this.underWay.add(sent);
  }

  private body(session: DoubleSession, event: DoubleEvent, connection: DoubleConnection | null) {
    return {
      Event: {
        EventID: event.eventId,
        EventType: NAMES.get(event.type) ?? String(event.type),
        ConnectionID: event.connectionId ?? NOBODY,
        CorrelationEventID: NOBODY,
        Time: event.at.toISOString(),
        Host: event.host,
        Data: event.data,
      },
      Connection: connection && {
        ConnectionID: connection.connectionId,
        ProcessType: connection.processType === PROCESS_TYPE.Host ? 'Host' : 'Guest',
        ParticipantName: connection.participantName,
        NetworkAddress: '127.0.0.1',
        ConnectedTime: connection.connectedAt.toISOString(),
      },
      Session: sessionJson(session, { ...this.dialect, sessionTypeAsText: false }),
      CorrelationEvent: null,
    };
  }
}
