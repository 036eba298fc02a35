import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Chip, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { windowRefusal, type Window } from './rollout-draft';
import { DAYS } from './rollout-words';

/** The days and hours of a maintenance window. */
export function WindowFields({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const refusal = windowRefusal(window);
  return (
    <Input.Wrapper error={refusal}>
      <Stack gap="xs" mb={refusal ? 4 : 0}>
        <Chip.Group multiple value={window.days} onChange={(days) => onChange({ ...window, days })}>
          <Group gap={6} role="group" aria-label={t`Days on which the window opens`}>
            {DAYS.map((day, index) => (
              <Chip key={day} size="xs" value={String(index + 1)}>
                {day}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Group gap="sm" align="flex-end">
          <TextInput
            type="time"
            label={t`From`}
            w={120}
            value={window.from}
            onChange={(event) => onChange({ ...window, from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t`To`}
            w={120}
            value={window.to}
            onChange={(event) => onChange({ ...window, to: event.currentTarget.value })}
          />
          {window.to < window.from && (
            <Text size="xs" c="dimmed" pb={8}>
              <Trans>ends on the next day</Trans>
            </Text>
          )}
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
