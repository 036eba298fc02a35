import { t } from '@lingui/core/macro';
import type { PolicyDifference, SettingDefinition } from '../api/types';
import { Differences, type Difference } from '../versions/differences';
import { valueInWords } from './setting-words';

interface VersionDifferencesProps {
  differences: readonly PolicyDifference[];
  definitions: readonly SettingDefinition[];
  /** Where there was nothing before, only what is there now is said. */
  isFirst?: boolean;
}

/** What became different in a policy, setting by setting. */
export function VersionDifferences({ differences, definitions, isFirst = false }: VersionDifferencesProps) {
  const words = differences.map((difference) => inWords(difference, definitions));
  return (
    <Differences
      differences={isFirst ? words.map((difference) => ({ ...difference, before: null })) : words}
      none={isFirst ? t`Nothing configured.` : t`Nothing is different.`}
    />
  );
}

const OWN: Record<string, string> = { '/name': t`Name`, '/description': t`Description`, '/enabled': t`Policy` };

function inWords({ pointer, before, after }: PolicyDifference, definitions: readonly SettingDefinition[]): Difference {
  const key = pointer.replace('/settings/', '').replaceAll('~1', '/').replaceAll('~0', '~');
  const definition = pointer.startsWith('/settings/') && definitions.find((one) => one.key === key);
  const words = (value: PolicyDifference['before']): string => {
    if (value === null) return t`Not configured`;
    if (pointer === '/enabled') return value === true ? t`Enabled` : t`Disabled`;
    if (definition) return valueInWords(definition, value);
    return value === '' ? t`Empty` : `“${String(value)}”`;
  };
  return { title: OWN[pointer] ?? (definition ? definition.title : key), before: words(before), after: words(after) };
}
