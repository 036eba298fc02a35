import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled, IconHelpCircle, IconPlugOff, type Icon } from '@tabler/icons-react';
import type { Condition, DeviceDetail } from '../../api/types';
import { EmptyState } from '../../components/empty-state';
import { Facts } from '../../components/facts';
import { AnchorLink } from '../../components/links';
import { RelativeTime, duration } from '../../components/relative-time';
import { attemptsInWords } from '../attempts';
import { PhaseMark } from '../phase-mark';

const STATUS: Record<Condition['status'], { icon: Icon; word: string; colour: string }> = {
  true: {
    icon: IconCircleCheckFilled,
    word: t`True`,
    colour: 'light-dark(var(--mantine-color-teal-7), var(--mantine-color-teal-4))',
  },
  false: {
    icon: IconCircleXFilled,
    word: t`False`,
    colour: 'light-dark(var(--mantine-color-red-7), var(--mantine-color-red-5))',
  },
  unknown: { icon: IconHelpCircle, word: t`Unknown`, colour: 'var(--mantine-color-dimmed)' },
};

/** What is known to be true, false or not known of this device, and the word that people get to see for it. */
export function DeploymentPanel({ device }: { device: DeviceDetail }) {
  const { deployment } = device;
  if (!deployment) {
    return (
      <EmptyState icon={IconPlugOff} title={t`No deployment`} compact>
        <Trans>No package assigned to {device.siteName} wants remote access on this device.</Trans>
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t`Status`, <PhaseMark phase={deployment.phase} label={deployment.label} />],
          [t`Since`, <RelativeTime at={deployment.since} />],
          [t`Pinned`, deployment.pinned ? t`Keeps its last settings` : null],
          [t`Attempts`, deployment.attempt > 0 ? attemptsInWords(deployment) : null],
          [t`Next try`, deployment.nextAttemptAt ? <RelativeTime at={deployment.nextAttemptAt} /> : null],
          [t`Ready in`, deployment.etaSeconds == null ? null : t`about ${duration(deployment.etaSeconds)}`],
          [t`Same cause`, device.sameCause != null && device.sameCause > 1 ? <AnchorLink to="/causes" size="sm">{t`${device.sameCause} devices`}</AnchorLink> : null],
          [t`Evidence`, deployment.evidenceAgeSeconds == null ? null : t`${duration(deployment.evidenceAgeSeconds)} old`],
          [t`Deployment id`, <span className="lk-code">{deployment.id}</span>],
        ]}
      />
      <Box>
        <Title order={2} mb="xs">
          <Trans>Conditions</Trans>
        </Title>
        <Stack gap={0} component="ul" p={0} m={0}>
          {device.conditions.map((condition) => (
            <ConditionRow key={condition.type} condition={condition} />
          ))}
        </Stack>
      </Box>
    </Stack>
  );
}

function ConditionRow({ condition: { type, status, reason, message, since } }: { condition: Condition }) {
  const { icon: StatusIcon, word, colour } = STATUS[status];
  return (
    <Group
      component="li"
      gap="sm"
      align="flex-start"
      wrap="nowrap"
      py={8}
      style={{ borderTop: '1px solid var(--lk-line)', listStyle: 'none' }}
    >
      <StatusIcon size={18} color={colour} aria-hidden style={{ flex: 'none', marginTop: 1 }} />
      <Box flex={1} miw={0}>
        <Group gap={8} justify="space-between">
          <Text size="sm" fw={600}>
            {type}{' '}
            <Text span size="sm" c="dimmed" fw={400}>
              {word} · {reason}
            </Text>
          </Text>
          <RelativeTime at={since} size="xs" c="dimmed" />
        </Group>
        {message && <Text size="sm">{message}</Text>}
      </Box>
    </Group>
  );
}
