import { Checkbox, ScrollArea, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { QueryState } from '../components/query-state';
import { policiesQuery } from '../policies/policy-queries';

interface PolicyPickerProps {
  value: readonly string[];
  onChange: (policyIds: string[]) => void;
  readOnly?: boolean;
}

/** Ticks the policies of a package. */
export function PolicyPicker({ value, onChange, readOnly = false }: PolicyPickerProps) {
  const query = useQuery(policiesQuery);
  return (
    <QueryState query={query} compact>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            There are no policies yet. Add one under Endpoints, Policies.
          </Text>
        ) : (
          <ScrollArea.Autosize mah={360}>
            <Checkbox.Group value={[...value]} onChange={onChange} readOnly={readOnly}>
              <Stack gap="xs">
                {items.map(({ id, name, description, enabled }) => (
                  <Checkbox
                    key={id}
                    value={id}
                    disabled={readOnly}
                    label={enabled ? name : `${name} (disabled)`}
                    description={description || undefined}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
        )
      }
    </QueryState>
  );
}
