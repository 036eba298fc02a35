import classes from './hours-editor.module.css';
import type { DayHours } from './day-hours';

/** A day from midnight to midnight, with what is allowed filled in. */
export function HoursBar({ ranges }: { ranges: DayHours }) {
  return (
    <svg className={classes.bar} viewBox="0 0 1440 10" preserveAspectRatio="none" aria-hidden="true">
      {ranges.map(([from, to]) => (
        <rect key={from} x={from} width={to - from} height={10} className={classes.filled} />
      ))}
    </svg>
  );
}
