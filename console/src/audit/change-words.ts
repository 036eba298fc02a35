import { t } from '@lingui/core/macro';
import { momentToMinute } from '../language/formats';

const LONGEST = 120;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

export interface Change {
  readonly field: string;
  /** Undefined where only what it became was written down. */
  readonly before: unknown;
  readonly after: unknown;
}

/** The changed fields of an entry; a pair is what was and what is. */
export function changesOf(changes: Record<string, unknown>): Change[] {
  return Object.entries(changes).map(([field, change]) => {
    const isPair = Array.isArray(change) && change.length === 2;
    return { field, before: isPair && change[0] !== null ? change[0] : undefined, after: isPair ? change[1] : change };
  });
}

/** `allowRemoteControl` → Allow remote control, `consent.mode` → consent.mode: names of settings stay what the policy calls them. */
export function fieldInWords(field: string): string {
  if (field.includes('.')) return field;
  const words = field.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`).replace(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as people say it: on and off, none, moments by the clock of whoever looks. */
export function valueInWords(value: unknown, longest = LONGEST): string {
  if (value === null || value === undefined) return t`nothing`;
  if (typeof value === 'boolean') return value ? t`on` : t`off`;
  if (Array.isArray(value)) return value.length === 0 ? t`none` : cut(value.map((each) => valueInWords(each, longest)).join(', '), longest);
  if (typeof value === 'object') return cut(membersInWords(value, longest), longest);
  const text = String(value);
  if (MOMENT.test(text)) return momentToMinute.format(new Date(text));
  return cut(ID.test(text) && longest < Infinity ? text.slice(0, 8) : text, longest);
}

/** `{all: false, clientIds: [a, b]}` → all off, client ids a, b; members that say nothing are left out. */
function membersInWords(value: object, longest: number): string {
  const members = Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0));
  return members.map(([name, member]) => `${fieldInWords(name).toLowerCase()} ${valueInWords(member, longest)}`).join(', ') || t`nothing`;
}

function cut(words: string, longest: number): string {
  return words.length > longest ? `${words.slice(0, longest)} …` : words;
}
