import { includesMinute, parseWeeklyHours, type SettingValue } from '../../../../contracts/policy-settings.js';
import type { PolicyCondition, PolicyFacts } from '../policy-type.js';

/** What the policies want here and now; whether it came true on the device is judged from evidence, elsewhere. */
export function remoteAccessConditions(values: Readonly<Record<string, SettingValue>>, facts: PolicyFacts): PolicyCondition[] {
  const wanted = values['enabled'] === true;
  return [
    {
      type: 'Wanted',
      status: wanted ? 'true' : 'false',
      reason: wanted ? 'Enabled' : 'NotEnabled',
      message: wanted ? 'A policy turns remote access on.' : 'No policy turns remote access on.',
    },
    withinHours(String(values['session.allowedHours']), facts.minuteOfWeek),
  ];
}

function withinHours(text: string, minuteOfWeek: number): PolicyCondition {
  const hours = parseWeeklyHours(text);
  const type = 'WithinAllowedHours';
  if (!hours) return { type, status: 'unknown', reason: 'HoursUnreadable', message: `Nobody can say what "${text}" allows.` };
  if (hours.length === 0) return { type, status: 'false', reason: 'NeverAllowed', message: 'The policies together leave no hour in which Log In is allowed.' };
  return includesMinute(hours, minuteOfWeek)
    ? { type, status: 'true', reason: 'InsideHours', message: `Log In is allowed now (${text}).` }
    : { type, status: 'false', reason: 'OutsideHours', message: `Log In is allowed ${text}, in the time zone of the site.` };
}
