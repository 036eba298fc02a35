import { oneOf, searchReader, text } from '../app/search-params';

/** Which entries, as the server is asked. */
export interface AuditFilter {
  q?: string;
  subjectKind?: string;
  action?: string;
  actorKind?: 'operator' | 'device' | 'system';
  actorId?: string;
  deviceId?: string;
  from?: string;
  to?: string;
  cursor?: string;
}

export interface AuditSearch extends Omit<AuditFilter, 'from' | 'to'> {
  /** A day, as people write it down: the first and the last that are shown. */
  since?: string;
  until?: string;
  /** The entry that is open. */
  entry?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const day = (value: unknown): string | undefined => (typeof value === 'string' && DAY.test(value) ? value : undefined);

export const auditSearch = searchReader<AuditSearch>({
  q: text,
  subjectKind: text,
  action: text,
  actorKind: oneOf('operator', 'device', 'system'),
  actorId: text,
  deviceId: text,
  since: day,
  until: day,
  entry: text,
  cursor: text,
});

/** Days begin and end by the clock of whoever looks. */
export function filterOf({ since, until, entry: _, ...filter }: AuditSearch): AuditFilter {
  const at = (text: string, plusDays: number): string => {
    const moment = new Date(`${text}T00:00:00`);
    moment.setDate(moment.getDate() + plusDays);
    return moment.toISOString();
  };
  return { ...filter, ...(since ? { from: at(since, 0) } : {}), ...(until ? { to: at(until, 1) } : {}) };
}
