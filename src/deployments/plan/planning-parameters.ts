import { DomainError } from '../../platform/errors/domain-error.js';
import type { RolloutChoices } from '../rollouts/begin-rollout.js';

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

const WAVES = /^([1-9]\d{0,6}|[1-9]\d?%)(,([1-9]\d{0,6}|[1-9]\d?%))*,100%$|^100%$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAYS = /^[1-7](,[1-7])*$/;
/** In the address 1 is Monday; a window is kept with the names of its days. */
const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** How the caller wants a large change to go; refuses what it cannot read. */
export function rolloutChoices(query: Parameters): RolloutChoices {
  const waves = text(query, 'waves', WAVES, 'must be sizes that end in 100%, such as 1,10,100,25%,100%');
  const soakSeconds = number(query, 'soakSeconds', 0, 7 * 86_400);
  const ratePerMinute = number(query, 'ratePerMinute', 1, 1_000_000);
  const [days, from, to] = [
    text(query, 'windowDays', DAYS, 'must be days from 1 (Monday) to 7, such as 1,2,3'),
    text(query, 'windowFrom', TIME, 'must be a time, HH:MM'),
    text(query, 'windowTo', TIME, 'must be a time, HH:MM'),
  ];
  if ((from === undefined) !== (to === undefined)) throw refused(from === undefined ? 'windowFrom' : 'windowTo', 'is needed too: a window has two ends');
  return {
    ...(waves === undefined ? {} : { waves: waves.split(',') }),
    ...(soakSeconds === undefined ? {} : { soakSeconds }),
    ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
    ...(from === undefined || to === undefined ? {} : { window: { days: daysNamed(days ?? '1,2,3,4,5,6,7'), from, to } }),
  };
}

/** `true` or `false`; anything else must not be taken for the real thing. */
export function isDryRun(query: Parameters): boolean {
  return text(query, 'dryRun', /^(true|false)$/, 'must be true or false') === 'true';
}

function daysNamed(days: string): (typeof NAMES)[number][] {
  return NAMES.filter((_, index) => days.includes(String(index + 1)));
}

function text(query: Parameters, name: string, pattern: RegExp, message: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !pattern.test(value)) throw refused(name, message);
  return value;
}

function number(query: Parameters, name: string, least: number, most: number): number | undefined {
  const value = text(query, name, /^\d{1,9}$/, 'must be a whole number');
  if (value !== undefined && (Number(value) < least || Number(value) > most)) throw refused(name, `must be from ${least} to ${most}`);
  return value === undefined ? undefined : Number(value);
}

function refused(name: string, message: string): DomainError {
  return new DomainError('API-INPUT-03', `The parameter ${name} ${message}.`, { errors: [{ pointer: `/${name}`, rule: name, message }] });
}
