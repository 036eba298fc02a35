import { t } from '@lingui/core/macro';
import { Group, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';

/** Whether remote access is enabled for a site, as icon, word and colour. */
export function EnabledMark({ enabled }: { enabled: boolean }) {
  return (
    <Group gap={6} wrap="nowrap" c={enabled ? undefined : 'dimmed'}>
      {enabled ? (
        <IconCircleCheckFilled
          size={16}
          aria-hidden
          color="light-dark(var(--mantine-color-teal-7), var(--mantine-color-teal-4))"
        />
      ) : (
        <IconCircleDashed size={16} aria-hidden />
      )}
      <Text size="sm">{enabled ? t`Enabled` : t`Not enabled`}</Text>
    </Group>
  );
}
