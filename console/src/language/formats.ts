import { region } from './language';

/** Numbers as people of this language write them. */
export const number = new Intl.NumberFormat(region);

const TENTHS = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat(region, { maximumFractionDigits: 0 });

/** To one place. */
export const tenths = (value: number): string => TENTHS.format(value);
export const whole = (value: number): string => WHOLE.format(value);

/** Moments, in the time zone of whoever looks. */
export const moment = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'medium' });
export const momentToMinute = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
export const clock = new Intl.DateTimeFormat(region, { timeStyle: 'medium' });
export const clockToMinute = new Intl.DateTimeFormat(region, { timeStyle: 'short' });

/** "3 min. ago". */
export const relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto', style: 'narrow' });
