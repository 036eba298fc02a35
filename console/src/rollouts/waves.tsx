import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Badge, Box, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconProgress, type Icon } from '@tabler/icons-react';
import type { RolloutDetail, Wave } from '../api/types';
import { AnchorLink } from '../components/links';
import { RelativeTime } from '../components/relative-time';
import { ProgressBar } from './progress-bar';
import classes from './rollouts.module.css';

const WAVE_STATES: Record<Wave['state'], { icon: Icon; word: string }> = {
  passed: { icon: IconCircleCheck, word: t`passed` },
  open: { icon: IconProgress, word: t`open` },
  waiting: { icon: IconCircleDashed, word: t`waits` },
};

/** The waves of a rollout, from the first to the last. */
export function Waves({ rollout }: { rollout: RolloutDetail }) {
  return (
    <Box className="lk-card" component="section" aria-label={t`Waves`}>
      <Title order={2} px="md" py="sm">
        <Trans>Waves</Trans>
      </Title>
      <ol className={classes.waves}>
        {rollout.waves.map((wave) => (
          <OneWave key={wave.number} wave={wave} rollout={rollout} />
        ))}
      </ol>
    </Box>
  );
}

function OneWave({ wave, rollout }: { wave: Wave; rollout: RolloutDetail }) {
  const { icon: WaveIcon, word } = WAVE_STATES[wave.state];
  const isOpen = wave.state === 'open';
  const total = wave.size === null ? wave.released : Math.max(wave.size, wave.released);
  return (
    <li className={classes.wave} data-state={wave.state}>
      <Box>
        <Group gap={6} wrap="nowrap">
          <WaveIcon size={16} aria-hidden />
          <Text size="sm" fw={600}>
            <Trans>Wave {wave.number}</Trans>
          </Text>
          <Text size="sm" c="dimmed">
            {word}
          </Text>
        </Group>
        <Text size="xs" c="dimmed" className="lk-figures">
          {wave.size === null ? t`up to ${wave.plan}` : wave.size === 1 ? t`1 device` : t`${wave.size} devices`}
        </Text>
        {isOpen && (
          <Text size="xs" c="dimmed">
            <Trans>opened <RelativeTime at={rollout.waveOpenedAt} size="xs" c="dimmed" /></Trans>
          </Text>
        )}
      </Box>
      <Box>
        <ProgressBar progress={{ ...wave, total }} />
        {wave.state !== 'waiting' && (
          <Text size="xs" c="dimmed" className="lk-figures">
            <Trans>{wave.released} released · {wave.acknowledged} acknowledged
            <Choice value={wave.awaitedOnline > 0 ? 'yes' : 'no'} _yes={` · ${wave.awaitedOnline} on their way`} other="" />
            <Choice value={wave.awaitedOffline > 0 ? 'yes' : 'no'} _yes={` · ${wave.awaitedOffline} offline, not counted`} other="" /></Trans>
          </Text>
        )}
        <Group gap={6} mt={wave.failedByCause.length > 0 ? 6 : 0}>
          {wave.failedByCause.map(({ errorCode, errorTitle, count }) => (
            <Badge key={errorCode} color="red" variant="light" tt="none" fw={500}>
              {count} × {errorTitle}{' '}
              <AnchorLink to="/status-catalogue" hash={errorCode} inherit c="inherit" underline="always">
                {errorCode}
              </AnchorLink>
            </Badge>
          ))}
        </Group>
      </Box>
    </li>
  );
}
