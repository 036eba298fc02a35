import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';

const LONGEST = 120;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : cut(value.map(inWords).join(', '));
  if (typeof value === 'object') return cut(membersInWords(value));
  return cut(ID.test(String(value)) ? String(value).slice(0, 8) : String(value));
}

/** `{all: false, clientIds: [a, b]}` → all off, clientIds a, b; members that say nothing are left out. */
function membersInWords(value: object): string {
  const members = Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0));
  return members.map(([name, member]) => `${name} ${inWords(member)}`).join(', ') || 'nothing';
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
