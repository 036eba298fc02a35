import { t } from '@lingui/core/macro';
import type { PolicyType, SettingDefinition, SettingValue } from '../api/types';

export const GROUP_TITLES: Record<string, string> = {
  access: t`Access`,
  consent: t`Consent`,
  visibility: t`Visibility`,
  capability: t`Capabilities`,
  session: t`Session`,
  agent: t`Remote agent`,
  removal: t`Removal`,
};

/** How a setting is called that says nothing, and one that does: a policy configures, a lock locks. */
export interface SettingWords {
  absent: string;
  present: string;
}

export const POLICY_WORDS: SettingWords = { absent: t`Not configured`, present: t`Configured` };

const CHOICES: Record<string, string> = { 'if-user-present': t`If a user is present` };

/** A choice as people read it: `never` → Never. */
export function choiceInWords(choice: string): string {
  return CHOICES[choice] ?? choice.charAt(0).toUpperCase() + choice.slice(1).replaceAll('-', ' ');
}

/** A value of a setting as people read it. */
export function valueInWords({ type }: Pick<SettingDefinition, 'type'>, value: SettingValue): string {
  switch (type.kind) {
    case 'boolean':
      return value === true ? t`On` : t`Off`;
    case 'choice':
      return choiceInWords(String(value));
    case 'integer':
      return `${value} ${type.unit}`;
    case 'weekly-hours':
      return hoursInWords(String(value));
    default:
      return value === '' ? (type.emptyMeans ?? t`Empty`) : String(value);
  }
}

/** `mon-fri 08:00-18:00` → Mon–Fri 08:00–18:00. */
export function hoursInWords(hours: string): string {
  return hours.replaceAll('-', '–').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** What happens where several policies configure the setting; null where the first in rank simply holds. */
export function mergeInWords(definition: Pick<SettingDefinition, 'merge' | 'strictness' | 'type'>): string | null {
  const { merge, strictness } = definition;
  if (merge === 'rank') return null;
  if (merge === 'intersection')
    return t`Where several policies configure it, only the hours that all of them allow remain.`;
  if (merge !== 'strictest') return t`Several policies are merged by the rule “${merge}”.`;
  if (typeof strictness === 'string') return strictness === 'smaller' ? t`Where several policies configure it, the smaller number holds.` : t`Where several policies configure it, the larger number holds.`;
  const order = strictness?.map((value) => valueInWords(definition, value)).join(t`, then `);
  return order ? t`Where several policies configure it, the strictest holds: ${order}.` : t`Where several policies configure it, the strictest holds.`;
}

/** The definitions of a policy type, group by group, in the order of the registry. */
export function byGroup(definitions: readonly SettingDefinition[]): [string, SettingDefinition[]][] {
  const groups = new Map<string, SettingDefinition[]>();
  for (const definition of definitions)
    groups.set(definition.group, [...(groups.get(definition.group) ?? []), definition]);
  return [...groups];
}

/** The title of a group of the form. */
export function groupTitle(group: string, groups: PolicyType['groups'] = []): string {
  return groups.find(({ key }) => key === group)?.title ?? GROUP_TITLES[group] ?? group;
}
