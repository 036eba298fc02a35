import { t } from '@lingui/core/macro';
import { duration } from '../components/relative-time';
import { tenths, whole } from '../language/formats';

/** What people are used to wait from marking a site to the first Log In. */
export const USUAL_SECONDS = 15 * 60;

/** A time as people compare it: tenths while they matter. */
export function seconds(time: number): string {
  return time < 10 ? `${tenths(time)} s` : duration(time);
}

/** How a time stands against what people are used to. */
export function againstUsual(time: number): string {
  const times = USUAL_SECONDS / Math.max(time, 1);
  return times >= 1 ? t`${whole(times)} times as fast` : t`${tenths(1 / times)} times as slow`;
}
