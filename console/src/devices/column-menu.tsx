import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ActionIcon, Button, Checkbox, Group, Popover, SegmentedControl, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import type { Density } from '../api/types';
import { COLUMNS, movedBy, shownColumns, toggled, type ChosenColumn } from './columns';

const DENSITIES: { value: Density; label: string }[] = [
  { value: 'compact', label: t`Compact` },
  { value: 'normal', label: t`Normal` },
  { value: 'roomy', label: t`Roomy` },
];

interface ColumnMenuProps {
  chosen: readonly ChosenColumn[] | null;
  onChoose: (columns: ChosenColumn[] | null) => void;
  density: Density;
  onDensity: (density: Density) => void;
}

/** Which columns there are, in which order, and how close the rows stand. */
export function ColumnMenu({ chosen, onChoose, density, onDensity }: ColumnMenuProps) {
  const shown = shownColumns(chosen);
  const hidden = COLUMNS.filter(({ id }) => !shown.some((column) => column.id === id));
  return (
    <Popover width={300} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" h={32} leftSection={<IconColumns3 size={15} />}>
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Columns`}>
        <Stack gap="xs">
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t`How close the rows stand`}
            data={DENSITIES}
            value={density}
            onChange={(value) => onDensity(value as Density)}
          />
          <Stack gap={2} mah={400} style={{ overflowY: 'auto' }}>
            {shown.map(({ id, title }, at) => (
              <Group key={id} gap={4} wrap="nowrap" justify="space-between">
                <Checkbox size="xs" label={title} checked onChange={() => onChoose(toggled(chosen, id))} styles={{ label: { fontSize: 13 } }} />
                <Group gap={0} wrap="nowrap">
                  <Tooltip label={t`Further to the left`}>
                    <ActionIcon size="sm" color="gray" aria-label={t`Move ${title} to the left`} disabled={at === 0} onClick={() => onChoose(movedBy(chosen, id, -1))}>
                      <IconArrowUp size={14} />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={t`Further to the right`}>
                    <ActionIcon size="sm" color="gray" aria-label={t`Move ${title} to the right`} disabled={at === shown.length - 1} onClick={() => onChoose(movedBy(chosen, id, 1))}>
                      <IconArrowDown size={14} />
                    </ActionIcon>
                  </Tooltip>
                </Group>
              </Group>
            ))}
            {hidden.length > 0 && (
              <Text size="xs" c="dimmed" fw={600} mt={6}>
                <Trans>Not shown</Trans>
              </Text>
            )}
            {hidden.map(({ id, title }) => (
              <Checkbox key={id} size="xs" label={title} checked={false} onChange={() => onChoose(toggled(chosen, id))} styles={{ label: { fontSize: 13 } }} />
            ))}
          </Stack>
          <Button size="compact-xs" variant="subtle" color="gray" disabled={chosen === null} onClick={() => onChoose(null)}>
            <Trans>As they were</Trans>
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
