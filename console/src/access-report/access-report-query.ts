import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The beginning of the day, so that the same question is asked again and not another one every millisecond. */
export function beginningOf(days: number, now = new Date()): string {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return new Date(midnight.getTime() - (days - 1) * DAY_MS).toISOString();
}

/** Who entered the devices of a site since a moment. */
export const accessReportQuery = (siteId: string, from: string) =>
  queryOptions({
    queryKey: ['access-report', siteId, from],
    queryFn: () => answer(api.GET('/api/v1/access-reports', { params: { query: { siteId, from } } })),
  });
