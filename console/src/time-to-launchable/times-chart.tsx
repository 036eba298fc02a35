import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { LaunchableTimes } from '../api/types';
import { seconds, USUAL_SECONDS } from './seconds';
import classes from './times.module.css';

const ROW = 34;
const BAR = 10;
const AXIS = 24;
/** As many as can be read at once; the table has all. */
const MOST = 14;
/** Round seconds at which the scale is marked; equal steps are equal factors, or nothing that takes a minute could be seen. */
const MARKS = [1, 3, 10, 30, 60, 180, 300, 900, 3_600, 10_800, 86_400];

/**
 * For each week, site or provider a line from the median to the 95th percentile, on a scale of factors, with the usual 15 minutes
 * as a mark of its own. Whoever does not see it reads the same in the table below.
 */
export function TimesChart({ items, unit }: { items: readonly LaunchableTimes[]; unit: string }) {
  const { ref, width } = useElementSize();
  const shown = items.slice(0, MOST);
  const label = Math.min(180, Math.max(96, width * 0.22));
  const room = Math.max(0, width - label - 70);
  const [low, high] = boundsOf(shown);
  const at = (time: number): number => label + ((Math.log(clamp(time, low, high)) - Math.log(low)) / (Math.log(high) - Math.log(low))) * room;
  const height = shown.length * ROW + AXIS;
  const bottom = shown.length * ROW;
  return (
    <Box ref={ref} className={classes.chart}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={t`Median and 95th percentile by ${unit}; the table below says the same`}>
          {MARKS.filter((mark) => mark >= low && mark <= high && mark !== USUAL_SECONDS).map((mark) => (
            <g key={mark}>
              <line className={classes.grid} x1={at(mark)} x2={at(mark)} y1={0} y2={bottom} />
              <text className={classes.mark} x={at(mark)} y={bottom + 16} textAnchor="middle">
                {seconds(mark).replace(/\D0 s$/, ' s')}
              </text>
            </g>
          ))}
          <line className={classes.usual} x1={at(USUAL_SECONDS)} x2={at(USUAL_SECONDS)} y1={0} y2={bottom} />
          <text className={classes.usualWord} x={at(USUAL_SECONDS)} y={bottom + 16} textAnchor="middle">
            <Trans>15 min</Trans>
          </text>
          {shown.map(({ key, name, p50Seconds, p95Seconds }, index) => {
            const middle = index * ROW + ROW / 2;
            return (
              <g key={key}>
                <text className={classes.name} x={0} y={middle + 4}>
                  {fitted(name, label)}
                </text>
                <rect className={classes.span} x={at(p50Seconds)} y={middle - BAR / 2} width={Math.max(2, at(p95Seconds) - at(p50Seconds))} height={BAR} rx={BAR / 2} />
                <circle className={classes.median} cx={at(p50Seconds)} cy={middle} r={6} />
                <text className={classes.value} x={at(p95Seconds) + 12} y={middle + 4}>
                  {seconds(p50Seconds)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
      <ul className={classes.legend} aria-hidden>
        <li>
          <Trans><span data-mark="median" /> median</Trans>
        </li>
        <li>
          <Trans><span data-mark="span" /> up to 95 %</Trans>
        </li>
        <li>
          <Trans><span data-mark="usual" /> the usual 15 minutes</Trans>
        </li>
      </ul>
    </Box>
  );
}

/** From the quickest to the slowest, the usual 15 minutes always within. */
function boundsOf(items: readonly LaunchableTimes[]): [number, number] {
  const low = Math.max(0.5, Math.min(USUAL_SECONDS, ...items.map(({ p50Seconds }) => p50Seconds)));
  const high = Math.max(USUAL_SECONDS, ...items.map(({ p95Seconds }) => p95Seconds));
  return [low / 1.5, high * 1.3];
}

const clamp = (time: number, low: number, high: number): number => Math.min(high, Math.max(low, time));

/** About seven pixels a letter. */
function fitted(name: string, width: number): string {
  const most = Math.floor(width / 7.4);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
