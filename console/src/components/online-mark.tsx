import { t } from '@lingui/core/macro';
import { Group, Text } from '@mantine/core';
import { IconCircleFilled, IconCircleDashed } from '@tabler/icons-react';

/** Online or offline, as icon, word and colour. */
export function OnlineMark({ online }: { online: boolean }) {
  return (
    <Group gap={5} wrap="nowrap" c={online ? 'teal' : 'dimmed'}>
      {online ? <IconCircleFilled size={9} aria-hidden /> : <IconCircleDashed size={10} stroke={2.4} aria-hidden />}
      <Text span size="sm" c={online ? 'var(--mantine-color-text)' : 'dimmed'}>
        {online ? t`Online` : t`Offline`}
      </Text>
    </Group>
  );
}
