import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Affix, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LaunchPermission } from '../api/types';
import { useRight } from '../app/me';
import { MODE_NAMES } from '../devices/log-in';
import { launchPermissionsQuery, useDecideLaunch } from './permission-queries';

/** What colleagues ask before they open a device, on every page until it is answered. */
export function LaunchQuestions() {
  const mayAnswer = useRight('devices.launch');
  const { data } = useQuery({ ...launchPermissionsQuery, enabled: mayAnswer });
  const waiting = data?.items.filter(({ mayDecide, state }) => mayDecide && state === 'waiting') ?? [];
  if (waiting.length === 0) return null;
  return (
    <Affix position={{ bottom: 16, right: 16 }} zIndex={250}>
      <Stack gap="xs" component="section" aria-label={t`Questions of colleagues`}>
        {waiting.map((question) => (
          <Question key={question.id} question={question} />
        ))}
      </Stack>
    </Affix>
  );
}

function Question({ question: { id, kind, operatorName, deviceName, mode, reason } }: { question: LaunchPermission }) {
  const decide = useDecideLaunch();
  return (
    <Box className="lk-card" p="md" w={{ base: 'calc(100vw - 32px)', xs: 360 }} role="alert">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconHandStop size={20} aria-hidden />
        <Box>
          <Text size="sm" fw={600}>
            <Trans>{operatorName} asks to <Choice value={kind === 'company' ? 'yes' : 'no'} _yes="join you on" other="open" /> {deviceName}</Trans>
          </Text>
          <Text size="xs" c="dimmed">
            {MODE_NAMES[mode]}
            {reason && `, “${reason}”`}
          </Text>
        </Box>
      </Group>
      <Group gap="xs" mt="sm" justify="flex-end">
        <Button size="compact-sm" variant="default" loading={decide.isPending && decide.variables.decision === 'refuse'} onClick={() => decide.mutate({ id, decision: 'refuse' })}>
          <Trans>Refuse</Trans>
        </Button>
        <Button size="compact-sm" loading={decide.isPending && decide.variables.decision === 'grant'} onClick={() => decide.mutate({ id, decision: 'grant' })}>
          <Trans>Allow</Trans>
        </Button>
      </Group>
    </Box>
  );
}
