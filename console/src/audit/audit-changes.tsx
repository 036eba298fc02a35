import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';

const LONGEST = 80;

function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : cut(value.map(inWords).join(', '));
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(words: string): string {
  return words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
}

/** The changed fields of an audit entry, each from what to what. */
export function AuditChanges({ changes }: { changes: Record<string, unknown> }) {
  const fields = Object.entries(changes);
  if (fields.length === 0) return null;
  return (
    <>
      {fields.map(([field, change]) => {
        const [before, after] = Array.isArray(change) && change.length === 2 ? change : [undefined, change];
        return (
          <Text key={field} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {field}:{' '}
            {before !== undefined && before !== null && (
              <>
                {inWords(before)} <IconArrowRight size={11} aria-label="becomes" />{' '}
              </>
            )}
            {inWords(after)}
          </Text>
        );
      })}
    </>
  );
}
