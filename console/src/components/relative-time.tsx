import { t } from '@lingui/core/macro';
import { Text, Tooltip, type TextProps } from '@mantine/core';
import { moment, relative } from '../language/formats';
import { useNow } from './use-now';

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 min ago", "in 2 h"; below a minute "just now" or "in a moment", because the clock of a browser is not that good. */
export function inWords(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000;
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return seconds > 5 ? t`in a moment` : t`just now`;
  const [unit, size] = step;
  return relative.format(Math.trunc(seconds / size), unit);
}

export const inFull = (at: Date): string => moment.format(at);

/** How long a number of seconds is, in at most two units. */
export function duration(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3_600), Math.floor((seconds % 3_600) / 60)];
  const rest = Math.floor(seconds % 60);
  if (seconds < 60) return t`${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 600 && rest >= 1) return t`${minutes} min ${rest} s`;
  if (seconds < 3_600) return t`${minutes} min`;
  if (seconds < 86_400) return t`${hours} h ${minutes} min`;
  return t`${days} d`;
}

interface RelativeTimeProps extends TextProps {
  at: string | null | undefined;
  /** Within a sentence it looks like the sentence. */
  inherit?: boolean;
  never?: string;
}

/** A moment as people say it, with the exact one in the tooltip. */
export function RelativeTime({ at, never = t`Never`, ...text }: RelativeTimeProps) {
  const now = useNow(15_000);
  if (!at)
    return (
      <Text span size="sm" c="dimmed" {...text}>
        {never}
      </Text>
    );
  const then = new Date(at);
  return (
    <Tooltip label={inFull(then)}>
      <Text span size="sm" {...text}>
        <time dateTime={at}>{inWords(then, now)}</time>
      </Text>
    </Tooltip>
  );
}
