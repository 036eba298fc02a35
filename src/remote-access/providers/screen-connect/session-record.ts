import type { OpenLaunch, RemoteEndpoint } from '../../provider.js';
import { parseProofMark } from './proof-mark.js';
import { plainText } from './plain-text.js';
import type { PropertyMapping } from './property-mapping.js';
import { groupIdOf, labelsIn } from './site-groups.js';

const SESSION_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PROPERTIES = 8;
const HOST = { number: 1, name: 'Host' };
const GUEST = { number: 2, name: 'Guest' };

/** A session as far as we look into it. Everything in it may have been written by the device or by a person at the server. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly name: string;
  readonly isAccess: boolean;
  readonly isEnded: boolean;
  /** All eight, exactly as they are; null where the answer shows them in no known form, so that nothing may be written over them. */
  readonly properties: readonly string[] | null;
  readonly connected: boolean;
  /** At least one while connected; servers that list no connections tell no more. */
  readonly guests: number;
  readonly connectedAt: Date | null;
  readonly version: string | null;
  readonly hosts: readonly OpenLaunch[];
}

export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && SESSION_ID.test(value);
}

/** Null for anything that is no session; what is not understood inside one counts as missing. */
export function readSession(value: unknown): SessionRecord | null {
  if (!isObject(value) || !isSessionId(value.SessionID)) return null;
  const connections = Array.isArray(value.ActiveConnections) ? value.ActiveConnections.filter(isObject) : [];
  const guests = connections.filter((each) => isOne(each.ProcessType, GUEST));
  const [came, left] = [timeOf(value.LastGuestConnectedEventTime), timeOf(value.LastGuestDisconnectedEventTime)];
  // Counts are missing on some servers; without a list of connections the two last events decide.
  const connected = Array.isArray(value.ActiveConnections) ? guests.length > 0 : came !== null && (left === null || came > left);
  return {
    sessionId: value.SessionID.toLowerCase(),
    name: plainText(value.Name) ?? (isObject(value.GuestInfo) ? plainText(value.GuestInfo.MachineName) : null) ?? '',
    isAccess: isOne(value.SessionType, { number: 2, name: 'Access' }),
    isEnded: value.IsEnded === true,
    properties: propertiesIn(value),
    connected,
    guests: connected ? Math.max(1, guests.length) : 0,
    connectedAt: connected ? (timeOf(guests[0]?.ConnectedTime) ?? came) : null,
    version: plainText(value.GuestClientVersion, 50),
    hosts: connections.filter((each) => isOne(each.ProcessType, HOST)).map(openLaunchOf),
  };
}

/** Null for a session that is not one of ours. */
export function endpointOf(session: SessionRecord, mapping: PropertyMapping): RemoteEndpoint | null {
  const labels = session.isAccess && session.properties ? labelsIn(session.properties, mapping) : null;
  if (!labels) return null;
  const at = (place: number) => plainText(session.properties![place - 1]);
  const mark = at(mapping.mark);
  return {
    remoteId: session.sessionId,
    remoteGroupId: groupIdOf(labels),
    name: at(mapping.name) ?? session.name,
    connected: session.connected,
    connectedAt: session.connectedAt,
    mark: mark !== null && parseProofMark(mark) ? mark : null,
    version: session.version,
  };
}

function openLaunchOf(connection: Record<string, unknown>): OpenLaunch {
  return { shareId: plainText(connection.ConnectionID) ?? '', guestName: plainText(connection.ParticipantName) ?? '', expiresAt: null };
}

function propertiesIn(value: Record<string, unknown>): readonly string[] | null {
  const { CustomPropertyValues: list, CustomProperties: named } = value;
  if (Array.isArray(list)) return list.length <= PROPERTIES ? eight((index) => list[index]) : null;
  const holder = isObject(named) ? named : value;
  if (!('CustomProperty1' in holder)) return null;
  return eight((index) => holder[`CustomProperty${index + 1}`]);
}

/** A value that is neither text nor missing would be lost when it is written back. */
function eight(at: (index: number) => unknown): readonly string[] | null {
  const values = Array.from({ length: PROPERTIES }, (_, index) => at(index) ?? '');
  return values.every((each) => typeof each === 'string') ? values : null;
}

/** Servers say members of an enumeration by number or by name. */
function isOne(value: unknown, { number, name }: { number: number; name: string }): boolean {
  return value === number || value === String(number) || value === name;
}

/** "Never" is the first day of the calendar, with or without a zone. */
function timeOf(value: unknown): Date | null {
  if (typeof value !== 'string' || value.length > 40 || value.startsWith('0001-')) return null;
  const [, day, second, fraction = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)?$/.exec(value) ?? [];
  if (!day) return null;
  const time = new Date(`${day}T${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
