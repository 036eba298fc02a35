import { PROCESS_TYPE, type DoubleConnection, type DoubleEvent, type DoubleSession } from './session-store.js';

/** Forms in which servers differ (section 2.1). */
export interface Dialect {
  /** `SessionType` as "Access" instead of 2. */
  sessionTypeAsText: boolean;
  /** `CustomProperties{CustomProperty1..8}` instead of `CustomPropertyValues[8]`. */
  propertiesAsObject: boolean;
  withoutGuestInfo: boolean;
  /** "Never" without the letter of its zone. */
  neverWithoutZone: boolean;
  /** Enumerations and events of a later version, which nobody here knows. */
  unknownMembers: boolean;
}

const TYPE_NAMES = ['Support', 'Meeting', 'Access'];
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A session as the extension shows it (section 2.1). `GuestConnectedCount` is not among its fields, although filters know it. */
export function sessionJson(session: DoubleSession, dialect: Dialect): Record<string, unknown> {
  const never = `0001-01-01T00:00:00${dialect.neverWithoutZone ? '' : 'Z'}`;
  const time = (at: Date | null | undefined) => (at ? fine(at) : never);
  return {
    SessionID: session.sessionId,
    Name: session.name,
    SessionType: dialect.sessionTypeAsText ? TYPE_NAMES[session.type] : session.type,
    Host: '',
    IsPublic: session.isPublic,
    Code: session.code,
    ...(dialect.propertiesAsObject
      ? { CustomProperties: Object.fromEntries(session.properties.map((value, index) => [`CustomProperty${index + 1}`, value])) }
      : { CustomPropertyValues: session.properties }),
    GuestNetworkAddress: '127.0.0.1',
    GuestClientVersion: session.clientVersion,
    IsEnded: false,
    Attributes: session.name === '' ? 1 : 0,
    ActiveConnections: session.connections.map((each) => connectionJson(each, dialect)),
    ...(dialect.withoutGuestInfo ? {} : { GuestInfo: session.guestInfo }),
    GuestInfoUpdateTime: time(session.guestConnectedAt),
    LastEventTime: time(session.events.at(-1)?.at),
    LastConnectedEventTime: time(session.guestConnectedAt),
    LastGuestConnectedEventTime: time(session.guestConnectedAt),
    LastGuestDisconnectedEventTime: time(session.guestDisconnectedAt),
    LastAlteredVersion: session.events.length,
    ...(dialect.unknownMembers ? { Mood: 7, Later: { Kind: 'Unheard' } } : {}),
  };
}

/** SessionDetails (section 2.1). */
export function detailsJson(session: DoubleSession, dialect: Dialect): Record<string, unknown> {
  return {
    Session: sessionJson(session, dialect),
    Connections: session.connections.map((each) => connectionJson(each, dialect)),
    Events: [...session.events.map(eventJson), ...(dialect.unknownMembers ? [{ ...eventJson(session.events[0]!), EventType: 9_999 }] : [])],
  };
}

function connectionJson(each: DoubleConnection, dialect: Dialect): Record<string, unknown> {
  return {
    ConnectionID: each.connectionId,
    ProcessType: each.processType,
    ParticipantName: each.participantName,
    ClientType: dialect.unknownMembers ? 99 : each.processType === PROCESS_TYPE.Host ? 5 : 1,
    NetworkAddress: '127.0.0.1',
    ConnectedTime: fine(each.connectedAt),
  };
}

function eventJson(event: DoubleEvent): Record<string, unknown> {
  return {
    EventID: event.eventId,
    EventType: event.type,
    Time: fine(event.at),
    Host: event.host,
    Data: event.data,
    ConnectionID: event.connectionId ?? NOBODY,
    CorrelationEventID: NOBODY,
  };
}

/** RFC 3339 with seven digits of a second. */
function fine(at: Date): string {
  return at.toISOString().replace(/\.(\d{3})Z$/, '.$10000Z');
}
