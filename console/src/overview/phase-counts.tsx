import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Text, Title } from '@mantine/core';
import { IconDeviceDesktopOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { DeploymentSummary } from '../api/types';
import { EmptyState } from '../components/empty-state';
import { PhaseMark } from '../devices/phase-mark';
import { MOOD_COLOURS, lookOf, type Mood } from '../devices/phases';
import classes from './overview.module.css';

const MOODS: readonly Mood[] = ['fine', 'working', 'waiting', 'attention', 'failed', 'off'];
const rank = (phase: string): number => MOODS.indexOf(lookOf(phase).mood);
const shade = (mood: Mood): string =>
  mood === 'off' ? 'var(--lk-line)' : `var(--mantine-color-${MOOD_COLOURS[mood]}-5)`;

/** How many devices stand where; every line leads to those devices. */
export function PhaseCounts({ summary: { byPhase } }: { summary: DeploymentSummary }) {
  const counts = byPhase
    .filter(({ count }) => count > 0)
    .sort((a, b) => rank(a.phase) - rank(b.phase) || b.count - a.count);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Box className="lk-card" component="section">
      <Title order={2} px="md" py="sm">
        <Trans>Deployment status</Trans>
      </Title>
      {counts.length === 0 ? (
        <EmptyState icon={IconDeviceDesktopOff} title={t`No computers yet`} compact>
          <Trans>Their status is counted here as soon as there are some.</Trans>
        </EmptyState>
      ) : (
        <>
          <Box className={classes.bar} aria-hidden>
            {counts.map(({ phase, count }) => (
              <Box key={phase} style={{ width: `${(count / total) * 100}%`, background: shade(lookOf(phase).mood) }} />
            ))}
          </Box>
          {counts.map(({ phase, label, count }) => (
            <Link key={phase} to="/devices" search={{ phase }} className={classes.row}>
              <PhaseMark phase={phase} label={label} />
              <Text size="sm" fw={600} className="lk-figures">
                {count}
              </Text>
            </Link>
          ))}
        </>
      )}
    </Box>
  );
}
