import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Progress, Text, Title, UnstyledButton } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed, IconCircleDot, IconConfetti, IconLock, IconPlayerSkipForward } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useMe } from '../app/me';
import { hasRight } from '../app/rights';
import { EmptyState } from '../components/empty-state';
import { ButtonLink } from '../components/links';
import { PageHeader } from '../components/page-header';
import { QueryState, Rows } from '../components/query-state';
import { MailTab } from '../notifications/mail-tab';
import { FactorStep } from './factor-step';
import classes from './first-run.module.css';
import type { StepKey } from './first-run-search';
import { InstallStep } from './install-step';
import { PolicyStep } from './policy-step';
import { nextStep, useProgress, type Step } from './progress';
import { ProviderStep } from './provider-step';
import { ReadyStep } from './ready-step';
import { SiteStep } from './site-step';

const PANELS: Record<StepKey, ComponentType> = {
  factor: FactorStep,
  mail: MailTab,
  provider: ProviderStep,
  site: SiteStep,
  policy: PolicyStep,
  install: InstallStep,
  ready: ReadyStep,
};

/** From an empty installation to the first Ready device, step by step; what is done is seen, so it can be left and taken up again. */
export function FirstRunPage() {
  const { step: asked } = useSearch({ from: '/signed-in/shell/first-run' });
  const navigate = useNavigate({ from: '/first-run' });
  const { query, isHeard, steps, skip } = useProgress();
  const setsUp = hasRight(useMe(), 'sites.change', 'policies.change');
  const open = (step: StepKey | undefined) => void navigate({ search: { step } });
  return (
    <>
      <PageHeader title={t`Getting started`} lead={t`From an empty installation to the first Ready device.`} actions={<ButtonLink to="/" variant="default"><Trans>Leave for now</Trans></ButtonLink>} />
      <QueryState query={query}>
        {() => {
          if (!isHeard) return <Rows count={7} />;
          const current = steps.find(({ key }) => key === asked) ?? nextStep(steps) ?? steps.at(-1);
          if (!current || !setsUp) {
            return (
              <Box className="lk-card">
                <EmptyState icon={IconLock} title={t`Others set this installation up`}>
                  <Trans>Your role does not add clients, policies or devices. A Super Admin can change roles under Settings, Users.</Trans>
                </EmptyState>
              </Box>
            );
          }
          return (
            <Box className={classes.page}>
              <StepList steps={steps} current={current.key} onOpen={open} />
              <Panel
                step={current}
                isLast={nextStep(steps, current.key) === undefined}
                onNext={() => open(nextStep(steps, current.key)?.key ?? steps.at(-1)?.key)}
                onSkip={() => {
                  skip(current.key);
                  open(nextStep(steps, current.key)?.key);
                }}
              />
            </Box>
          );
        }}
      </QueryState>
    </>
  );
}

interface StepListProps {
  steps: readonly Step[];
  current: StepKey;
  onOpen: (key: StepKey) => void;
}

function StepList({ steps, current, onOpen }: StepListProps) {
  const done = steps.filter((step) => step.done).length;
  return (
    <Box component="nav" aria-label={t`Steps`} className={classes.steps}>
      <Group gap="sm" mb="xs" wrap="nowrap">
        <Progress value={(done / steps.length) * 100} flex={1} aria-label={t`Steps done`} />
        <Text size="xs" c="dimmed" className="lk-figures">
          <Trans>{done} of {steps.length}</Trans>
        </Text>
      </Group>
      <ol className={classes.list}>
        {steps.map((step) => (
          <li key={step.key}>
            <UnstyledButton className={classes.step} data-current={step.key === current || undefined} aria-current={step.key === current ? 'step' : undefined} onClick={() => onOpen(step.key)}>
              <StepMark step={step} isCurrent={step.key === current} />
              <Text size="sm" span fw={step.key === current ? 600 : 400} className={classes.title}>
                {step.title}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </Box>
  );
}

function StepMark({ step: { done, skipped }, isCurrent }: { step: Step; isCurrent: boolean }) {
  const size = { size: 18, style: { flex: 'none' } };
  if (done) return <IconCircleCheckFilled {...size} aria-label={t`Done`} color="light-dark(var(--mantine-color-teal-7), var(--mantine-color-teal-4))" />;
  if (isCurrent) return <IconCircleDot {...size} aria-label={t`Now`} />;
  if (skipped) return <IconPlayerSkipForward {...size} aria-label={t`Skipped`} />;
  return <IconCircleDashed {...size} aria-label={t`To do`} />;
}

interface PanelProps {
  step: Step;
  isLast: boolean;
  onNext: () => void;
  onSkip: () => void;
}

function Panel({ step: { key, title, lead, done, mayBeSkipped }, isLast, onNext, onSkip }: PanelProps) {
  const Content = PANELS[key];
  return (
    <Box component="section" aria-label={title} miw={0}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mb="md" maw="68ch">
        {lead}
      </Text>
      <Content />
      <Group mt="md">
        {mayBeSkipped && !done && (
          <Button variant="default" onClick={onSkip}>
            <Trans>Skip for now</Trans>
          </Button>
        )}
        {done && !isLast && <Button onClick={onNext}><Trans>Next</Trans></Button>}
        {done && isLast && (
          <ButtonLink to="/devices" leftSection={<IconConfetti size={16} />}>
            <Trans>To the computers</Trans>
          </ButtonLink>
        )}
      </Group>
    </Box>
  );
}
