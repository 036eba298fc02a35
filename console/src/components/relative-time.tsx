import { Text, Tooltip, type TextProps } from '@mantine/core';
import { useNow } from './use-now';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 min ago", "in 2 h"; below a minute "just now" or "in a moment", because the clock of a browser is not that good. */
export function inWords(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000;
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return seconds > 5 ? 'in a moment' : 'just now';
  const [unit, size] = step;
  return relative.format(Math.trunc(seconds / size), unit);
}

export const inFull = (at: Date): string => absolute.format(at);

/** How long a number of seconds is, in at most two units. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3_600)
    return `${Math.floor(seconds / 60)} min${seconds < 600 && seconds % 60 >= 1 ? ` ${Math.floor(seconds % 60)} s` : ''}`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d`;
}

interface RelativeTimeProps extends TextProps {
  at: string | null | undefined;
  never?: string;
}

/** A moment as people say it, with the exact one in the tooltip. */
export function RelativeTime({ at, never = 'Never', ...text }: RelativeTimeProps) {
  const now = useNow(15_000);
  if (!at)
    return (
      <Text span size="sm" c="dimmed" {...text}>
        {never}
      </Text>
    );
  const moment = new Date(at);
  return (
    <Tooltip label={inFull(moment)}>
      <Text span size="sm" {...text}>
        <time dateTime={at}>{inWords(moment, now)}</time>
      </Text>
    </Tooltip>
  );
}
