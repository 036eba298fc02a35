import { t } from '@lingui/core/macro';
import { Box, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SupportGuest } from '../api/types';
import { STEP_WORDS, stepsDone, WAY } from './session-words';
import classes from './support.module.css';

/** How far a guest has come, as a row of bars and in words. */
export function GuestProgress({ guest }: { guest: SupportGuest }) {
  const isStuck = guest.step === 'blocked' || guest.step === 'disconnected';
  const done = stepsDone(guest);
  const words = guest.step === 'waiting' && guest.admittedAt ? t`Let in` : STEP_WORDS[guest.step];
  return (
    <Box>
      <Group gap={3} wrap="nowrap" aria-hidden>
        {WAY.map((step, index) => (
          <Box key={step} className={classes.bar} data-done={index < done || undefined} data-stuck={isStuck || undefined} />
        ))}
      </Group>
      <Group gap={4} mt={2} wrap="nowrap">
        {isStuck && <IconAlertTriangle size={14} aria-hidden />}
        <Tooltip label={guest.troubleDetail ?? ''} disabled={!guest.troubleDetail}>
          <Text size="xs" c={isStuck ? undefined : 'dimmed'} fw={isStuck ? 600 : undefined}>
            {words}
            {guest.troubleCode && ` · ${guest.troubleCode}`}
          </Text>
        </Tooltip>
      </Group>
    </Box>
  );
}
