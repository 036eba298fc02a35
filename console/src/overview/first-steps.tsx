import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Group, Progress, Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type LinkProps } from '@tanstack/react-router';
import type { Overview } from '../api/types';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { overviewQuery } from '../devices/device-queries';
import classes from './overview.module.css';
import { ButtonLink } from '../components/links';

interface Step {
  done: boolean;
  name: string;
  why: string;
  to: NonNullable<LinkProps['to']>;
  search?: Record<string, unknown>;
  action: string;
}

/** From an empty installation to the first Ready device; goes away when that is reached. */
export function FirstSteps() {
  const me = useMe();
  const { data } = useQuery(overviewQuery());
  if (!data) return null;
  const steps = stepsFrom(data);
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length || !hasRight(me, 'sites.change', 'policies.change')) return null;
  const next = steps.findIndex((step) => !step.done);
  return (
    <Box className="lk-card" component="section" aria-label={t`First steps`}>
      <Group px="md" py="sm" justify="space-between">
        <Title order={2}><Trans>To the first Ready device</Trans></Title>
        <Group gap="sm">
          <Progress value={(done / steps.length) * 100} w={120} aria-label={t`Steps done`} />
          <Text size="sm" c="dimmed" className="lk-figures">
            <Trans>{done} of {steps.length}</Trans>
          </Text>
          <ButtonLink to="/first-run" size="xs" variant="default">
            <Trans>Open the guide</Trans>
          </ButtonLink>
        </Group>
      </Group>
      <Box component="ol" m={0} p={0}>
        {steps.map((step, index) => (
          <Box component="li" key={step.name} className={classes.step} data-next={index === next || undefined}>
            {step.done ? (
              <IconCircleCheckFilled
                size={20}
                color="light-dark(var(--mantine-color-teal-7), var(--mantine-color-teal-4))"
                aria-label={t`Done`}
                style={{ flex: 'none' }}
              />
            ) : (
              <IconCircleDashed size={20} aria-label={t`To do`} style={{ flex: 'none' }} />
            )}
            <Box flex={1} miw={0}>
              <Text size="sm" fw={600} c={step.done ? 'dimmed' : undefined}>
                {step.name}
              </Text>
              {!step.done && (
                <Text size="xs" c="dimmed">
                  {step.why}
                </Text>
              )}
            </Box>
            {index === next && (
              <ButtonLink to={step.to} search={step.search} size="xs">
                {step.action}
              </ButtonLink>
            )}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function stepsFrom(counts: Overview): Step[] {
  return [
    {
      done: counts.clients > 0,
      name: t`Add a client`,
      why: t`The company you look after.`,
      to: '/sites',
      action: t`Add a client`,
    },
    {
      done: counts.sites > 0,
      name: t`Add a site`,
      why: t`A place of that company; devices belong to sites.`,
      to: '/sites',
      action: t`Add a site`,
    },
    {
      done: counts.policies > 0,
      name: t`Add a policy`,
      why: t`What remote access should be like.`,
      to: '/policies/new',
      action: t`Add Policy`,
    },
    {
      done: counts.packages > 0,
      name: t`Add a package`,
      why: t`A named set of policies.`,
      to: '/packages',
      action: t`Add Package`,
    },
    {
      done: counts.enabledSites > 0,
      name: t`Assign the package to the site`,
      why: t`Tick the site, Assign Package, click its name, Assign.`,
      to: '/packages',
      search: { tab: 'sites' },
      action: t`Assign Package`,
    },
    {
      done: counts.devices > 0,
      name: t`Install the endpoint agent on a device`,
      why: t`One line in a terminal of that device.`,
      to: '/sites',
      action: t`Install agent`,
    },
    {
      done: counts.ready > 0,
      name: t`See the first device become Ready`,
      why: t`Usually within a minute; then Log In opens it.`,
      to: '/devices',
      action: t`To the computers`,
    },
  ];
}
