import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { changesOf, fieldInWords, valueInWords } from './change-words';

/** As many as are read at a glance; the entry itself has all. */
const SHOWN = 4;

/** The changed fields of an audit entry, each from what to what. */
export function AuditChanges({ changes }: { changes: Record<string, unknown> }) {
  const all = changesOf(changes);
  return (
    <>
      {all.slice(0, SHOWN).map(({ field, before, after }) => (
        <Text key={field} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {fieldInWords(field)}:{' '}
          {before !== undefined && (
            <>
              {valueInWords(before)} <IconArrowRight size={11} aria-label={t`becomes`} />{' '}
            </>
          )}
          {valueInWords(after)}
        </Text>
      ))}
      {all.length > SHOWN && (
        <Text size="xs" c="dimmed">
          <Trans>and {all.length - SHOWN} more</Trans>
        </Text>
      )}
    </>
  );
}
