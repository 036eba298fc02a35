import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryState } from '../components/query-state';
import { groupsQuery } from '../groups/group-queries';
import { policiesQuery } from '../policies/policy-queries';
import type { EntryDraft } from './package-queries';

interface EntryPickerProps {
  value: readonly EntryDraft[];
  onChange: (entries: EntryDraft[]) => void;
  /** Of the package: its own groups and the shared ones can be chosen. */
  clientId: string | null;
  readOnly?: boolean;
}

/** Ticks the policies of a package, and says for each whether it is for all devices or only for groups. */
export function EntryPicker({ value, onChange, clientId, readOnly = false }: EntryPickerProps) {
  const query = useQuery(policiesQuery);
  const groups = useQuery(groupsQuery);
  const choices = (groups.data?.items ?? [])
    .filter((group) => group.clientId === null || group.clientId === clientId)
    .map(({ id, name }) => ({ value: id, label: t`Only devices of group ${name}` }));
  const toggle = (policyId: string) => {
    const without = value.filter((entry) => entry.policyId !== policyId);
    onChange(without.length < value.length ? without : [...value, { policyId, deviceGroupId: null }]);
  };
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            <Trans>There are no policies yet. Add one under Endpoints, Policies.</Trans>
          </Text>
        ) : (
          <Stack gap="xs">
            {items.map(({ id, name, description, enabled }) => (
              <div key={id}>
                <Checkbox
                  checked={value.some(({ policyId }) => policyId === id)}
                  onChange={() => toggle(id)}
                  disabled={readOnly}
                  label={enabled ? name : t`${name} (disabled)`}
                  description={description || undefined}
                />
                <Reach
                  policyName={name}
                  policyId={id}
                  value={value}
                  onChange={onChange}
                  choices={choices}
                  readOnly={readOnly}
                />
              </div>
            ))}
          </Stack>
        )
      }
    </QueryState>
  );
}

interface ReachProps extends Pick<EntryPickerProps, 'value' | 'onChange' | 'readOnly'> {
  policyId: string;
  policyName: string;
  choices: { value: string; label: string }[];
}

const ALL = 'all';

/** For whom a ticked policy is: once for all devices, and once for every group that is named. */
function Reach({ policyId, policyName, value, onChange, choices, readOnly }: ReachProps) {
  const own = value.filter((entry) => entry.policyId === policyId);
  if (own.length === 0 || (choices.length === 0 && own.every(({ deviceGroupId }) => deviceGroupId === null)))
    return null;
  const taken = new Set(own.map(({ deviceGroupId }) => deviceGroupId ?? ALL));
  const options = [{ value: ALL, label: t`All devices` }, ...choices];
  const free = options.filter((option) => !taken.has(option.value));
  const replace = (entry: EntryDraft, chosen: string) =>
    onChange(
      value.map((each) => (each === entry ? { policyId, deviceGroupId: chosen === ALL ? null : chosen } : each)),
    );
  const add = () => {
    const [next] = free;
    if (!next) return;
    const after = value.indexOf(own.at(-1)!) + 1;
    onChange(value.toSpliced(after, 0, { policyId, deviceGroupId: next.value === ALL ? null : next.value }));
  };
  return (
    <Stack gap={6} pl={30} mt={6} align="flex-start">
      {own.map((entry) => {
        const chosen = entry.deviceGroupId ?? ALL;
        return (
          <Group key={chosen} gap={6} wrap="nowrap" w="100%" maw={420}>
            <Select
              flex={1}
              size="xs"
              aria-label={t`Whom ${policyName} is for`}
              data={options.filter((option) => option.value === chosen || !taken.has(option.value))}
              value={chosen}
              onChange={(next) => next && replace(entry, next)}
              allowDeselect={false}
              searchable={options.length > 8}
              readOnly={readOnly}
            />
            {own.length > 1 && !readOnly && (
              <ActionIcon
                color="gray"
                aria-label={t`No longer for ${labelOf(options, chosen)}`}
                onClick={() => onChange(value.filter((each) => each !== entry))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        );
      })}
      {!readOnly && free.length > 0 && (
        <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} />} onClick={add}>
          <Trans>Also for another group</Trans>
        </Button>
      )}
    </Stack>
  );
}

function labelOf(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? t`this group`;
}

/** What is wrong with any of the entries. */
export function entryProblem(errors: Record<string, ReactNode>): ReactNode {
  return Object.entries(errors).find(([path]) => path.split('.')[0] === 'entries')?.[1];
}
