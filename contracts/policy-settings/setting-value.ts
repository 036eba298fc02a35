import type { SettingType, SettingValue } from './setting-definition.js';
import { refusePattern } from './text-pattern.js';
import { parseWeeklyHours, printWeeklyHours } from './weekly-hours.js';

/** Why a value is not acceptable for a setting, or null when it is. */
export function refuseSettingValue(type: SettingType, value: unknown): string | null {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return typeof value === 'string' && type.choices.includes(value) ? null : `must be one of ${type.choices.join(', ')}`;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= type.minimum && value <= type.maximum
        ? null
        : `must be a whole number from ${type.minimum} to ${type.maximum} ${type.unit}`;
    case 'text':
      if (typeof value !== 'string' || value.length > type.maxLength) return `must be text of at most ${type.maxLength} characters`;
      if (type.pattern === undefined || new RegExp(type.pattern, 'u').test(value)) return null;
      return `must look like ${type.example ?? type.pattern}`;
    case 'pattern':
      if (typeof value !== 'string' || value.length > type.maxLength) return `must be a regular expression of at most ${type.maxLength} characters`;
      return refusePattern(value);
    case 'weekly-hours':
      return typeof value === 'string' && parseWeeklyHours(value) ? null : 'must be always, never, or hours of weekdays like "mon-fri 08:00-18:00; sat 09:00-12:00"';
  }
}

/** The one spelling of an acceptable value, so that equal values are equal text. */
export function canonicalValue(type: SettingType, value: SettingValue): SettingValue {
  if (type.kind !== 'weekly-hours') return value;
  const hours = parseWeeklyHours(String(value));
  return hours ? printWeeklyHours(hours) : value;
}
