import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Divider, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconDeviceDesktop, IconFiles, IconLock, IconTerminal2, type Icon } from '@tabler/icons-react';
import type { CatalogueEntry, Device, Mode } from '../api/types';
import { useCatalogueEntry } from '../catalogue/catalogue-query';
import { CopyButton } from '../components/copy-button';
import { duration, inFull, inWords } from '../components/relative-time';
import { useNow } from '../components/use-now';
import { attemptsInWords } from './attempts';
import { ClosedModes } from './closed-modes';
import { MODE_NAMES, launchingPath, modeChoices, type ModeChoice } from './log-in';
import { LogInRefusal } from './log-in-refusal';
import { PhaseMark } from './phase-mark';
import { phaseOf } from './phases';
import { supportDetails } from './support-details';
import { AnchorLink } from '../components/links';

const MODE_ICONS: Record<Mode, Icon> = { desktop: IconDeviceDesktop, terminal: IconTerminal2, files: IconFiles };

/** Where the deployment of one device stands, why it can or cannot be opened, and who can change that. */
export function LaunchCard({ device }: { device: Device }) {
  const entry = useCatalogueEntry(device.deployment?.errorCode);
  const now = useNow(1_000);
  return (
    <Stack gap={0}>
      <Box p="sm" pb="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
          <Text fw={600} size="sm" truncate>
            {device.name}
          </Text>
          <CopyButton compact label={t`Copy details for support`} value={supportDetails(device, entry, now)} />
        </Group>
        <PhaseMark badge phase={phaseOf(device)} label={device.deployment?.label} />
        <Facts device={device} now={now} />
      </Box>
      {device.deployment?.errorCode && device.deployment.errorCode !== device.launchability.code && (
        <Cause code={device.deployment.errorCode} title={device.deployment.errorTitle} entry={entry} />
      )}
      <Divider color="var(--lk-line)" />
      <Verdict device={device} />
    </Stack>
  );
}

function Facts({ device: { deployment, online, lastSeenAt }, now }: { device: Device; now: Date }) {
  const facts: [string, string][] = [];
  if (deployment)
    facts.push([t`Since`, `${inWords(new Date(deployment.since), now)} (${inFull(new Date(deployment.since))})`]);
  if (deployment && deployment.attempt > 0) facts.push([t`Attempts`, attemptsInWords(deployment)]);
  if (deployment?.nextAttemptAt) facts.push([t`Next try`, nextTry(deployment.nextAttemptAt, now)]);
  if (deployment?.etaSeconds != null) facts.push([t`Ready in`, t`about ${duration(deployment.etaSeconds)}`]);
  if (deployment?.evidenceAgeSeconds != null)
    facts.push([t`Evidence`, t`${duration(deployment.evidenceAgeSeconds)} old`]);
  if (!online && lastSeenAt) facts.push([t`Last seen`, inWords(new Date(lastSeenAt), now)]);
  if (deployment?.pinned) facts.push([t`Pinned`, t`keeps its last settings`]);
  if (facts.length === 0) return null;
  return (
    <Box component="dl" m={0} mt="xs" style={{ display: 'grid', gridTemplateColumns: '84px 1fr', rowGap: 2 }}>
      {facts.map(([name, value]) => (
        <Box key={name} style={{ display: 'contents' }}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} size="xs">
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

function nextTry(at: string, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1_000;
  return seconds > 0 ? t`in ${duration(seconds)}` : t`now`;
}

interface CauseProps {
  code: string;
  title: string | null;
  entry: CatalogueEntry | undefined;
}

function Cause({ code, title, entry }: CauseProps) {
  return (
    <Box px="sm" pb="sm">
      <AnchorLink to="/status-catalogue" hash={code} size="sm" fw={600}>
        {code} {title ?? entry?.title}
      </AnchorLink>
      {entry && (
        <>
          <Text size="xs" mt={2}>
            {entry.cause}
          </Text>
          <Text size="xs" mt={4}>
            <b><Trans>What to do:</Trans></b> {entry.remedy}
          </Text>
        </>
      )}
    </Box>
  );
}

function Verdict({ device }: { device: Device }) {
  const { launchability } = device;
  if (launchability.allowed) {
    return (
      <Box p="sm">
        <Group gap={6} mb={8} wrap="nowrap">
          <IconCircleCheck size={16} aria-hidden color="var(--mantine-color-teal-6)" />
          <Text size="sm" fw={600}>
            <Trans>Log In</Trans>
          </Text>
        </Group>
        <Group gap={6} grow wrap="nowrap">
          {modeChoices(device).map((choice) => (
            <ModeButton key={choice.mode} deviceId={device.id} choice={choice} />
          ))}
        </Group>
        <ClosedModes device={device} />
      </Box>
    );
  }
  return (
    <Box p="sm" bg="light-dark(#fafbfc, #171c25)">
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconLock size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
        <Box>
          <Text size="sm" fw={600} mb={2}>
            <Trans>Log In is disabled: {launchability.title}</Trans>
          </Text>
          <LogInRefusal verdict={launchability} size="xs" />
        </Box>
      </Group>
    </Box>
  );
}

function ModeButton({ deviceId, choice: { mode, usable } }: { deviceId: string; choice: ModeChoice }) {
  const ModeIcon = MODE_ICONS[mode];
  const look = { size: 'compact-sm', leftSection: <ModeIcon size={14} aria-hidden /> };
  if (!usable) {
    return (
      <Button {...look} variant="default" data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {MODE_NAMES[mode]}
      </Button>
    );
  }
  return (
    <Button {...look} component="a" href={launchingPath(deviceId, mode)} target="_blank" rel="noopener" variant="light">
      {MODE_NAMES[mode]}
    </Button>
  );
}
