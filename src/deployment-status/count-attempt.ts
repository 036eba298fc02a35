import { MOST_ATTEMPTS_A_DAY } from '../../contracts/error-catalogue.js';

const DAY_GOES_ON = `coalesce(e.day_began_at > clock_timestamp() - interval '24 hours', false)`;

/** Assignments that count one more failed attempt of the evidence `e`, in a row and in its day; a day begins with the first failure after the last one is over. */
export const COUNT_ATTEMPT = `attempts = e.attempts + 1, attempts_of_day = CASE WHEN ${DAY_GOES_ON} THEN e.attempts_of_day + 1 ELSE 1 END,
            day_began_at = CASE WHEN ${DAY_GOES_ON} THEN e.day_began_at ELSE clock_timestamp() END`;

/** Whether a cause that comes and goes has cost the evidence `e` all attempts of its day: then only a person starts another. */
export const DAY_IS_FULL = `(e.attempts_of_day >= ${MOST_ATTEMPTS_A_DAY} AND ${DAY_GOES_ON})`;
