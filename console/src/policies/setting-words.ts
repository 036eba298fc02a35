import type { SettingDefinition, SettingValue } from '../api/types';

export const GROUP_TITLES: Record<string, string> = {
  access: 'Access',
  consent: 'Consent',
  visibility: 'Visibility',
  capability: 'Capabilities',
  session: 'Session',
  agent: 'Remote agent',
  removal: 'Removal',
};

/** How a setting is called that says nothing, and one that does: a policy configures, a lock locks. */
export interface SettingWords {
  absent: string;
  present: string;
}

export const POLICY_WORDS: SettingWords = { absent: 'Not configured', present: 'Configured' };

const CHOICES: Record<string, string> = { 'if-user-present': 'If a user is present' };

/** A choice as people read it: `never` → Never. */
export function choiceInWords(choice: string): string {
  return CHOICES[choice] ?? choice.charAt(0).toUpperCase() + choice.slice(1).replaceAll('-', ' ');
}

/** A value of a setting as people read it. */
export function valueInWords(definition: Pick<SettingDefinition, 'type'>, value: SettingValue): string {
  switch (definition.type.kind) {
    case 'boolean':
      return value === true ? 'On' : 'Off';
    case 'choice':
      return choiceInWords(String(value));
    case 'integer':
      return `${value} ${definition.type.unit}`;
    default:
      return String(value);
  }
}

/** The definitions of a policy type, group by group, in the order of the registry. */
export function byGroup(definitions: readonly SettingDefinition[]): [string, SettingDefinition[]][] {
  const groups = new Map<string, SettingDefinition[]>();
  for (const definition of definitions)
    groups.set(definition.group, [...(groups.get(definition.group) ?? []), definition]);
  return [...groups];
}
