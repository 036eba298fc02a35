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
  const { data } = useQuery(overviewQuery);
  if (!data) return null;
  const steps = stepsFrom(data);
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length || !hasRight(me, 'sites.change', 'policies.change')) return null;
  const next = steps.findIndex((step) => !step.done);
  return (
    <Box className="lk-card" component="section" aria-label="First steps">
      <Group px="md" py="sm" justify="space-between">
        <Title order={2}>To the first Ready device</Title>
        <Group gap="sm">
          <Progress value={(done / steps.length) * 100} w={120} aria-label="Steps done" />
          <Text size="sm" c="dimmed" className="lk-figures">
            {done} of {steps.length}
          </Text>
        </Group>
      </Group>
      <Box component="ol" m={0} p={0}>
        {steps.map((step, index) => (
          <Box component="li" key={step.name} className={classes.step} data-next={index === next || undefined}>
            {step.done ? (
              <IconCircleCheckFilled
                size={20}
                color="light-dark(var(--mantine-color-teal-7), var(--mantine-color-teal-4))"
                aria-label="Done"
                style={{ flex: 'none' }}
              />
            ) : (
              <IconCircleDashed size={20} aria-label="To do" style={{ flex: 'none' }} />
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
      name: 'Add a client',
      why: 'The company you look after.',
      to: '/sites',
      action: 'Add a client',
    },
    {
      done: counts.sites > 0,
      name: 'Add a site',
      why: 'A place of that company; devices belong to sites.',
      to: '/sites',
      action: 'Add a site',
    },
    {
      done: counts.policies > 0,
      name: 'Add a policy',
      why: 'What remote access should be like.',
      to: '/policies/new',
      action: 'Add Policy',
    },
    {
      done: counts.packages > 0,
      name: 'Add a package',
      why: 'A named set of policies.',
      to: '/packages',
      action: 'Add Package',
    },
    {
      done: counts.enabledSites > 0,
      name: 'Assign the package to the site',
      why: 'Tick the site, Assign Package, click its name, Assign.',
      to: '/packages',
      search: { tab: 'sites' },
      action: 'Assign Package',
    },
    {
      done: counts.devices > 0,
      name: 'Install the endpoint agent on a device',
      why: 'One line in a terminal of that device.',
      to: '/sites',
      action: 'Install agent',
    },
    {
      done: counts.ready > 0,
      name: 'See the first device become Ready',
      why: 'Usually within a minute; then Log In opens it.',
      to: '/devices',
      action: 'To the computers',
    },
  ];
}
