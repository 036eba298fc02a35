import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Divider, Group, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconLock } from '@tabler/icons-react';
import type { DeviceDetail } from '../../api/types';
import { useCatalogueEntry } from '../../catalogue/catalogue-query';
import { CopyButton } from '../../components/copy-button';
import { Facts } from '../../components/facts';
import { OnlineMark } from '../../components/online-mark';
import { OsName } from '../../components/os-name';
import { RelativeTime } from '../../components/relative-time';
import { ExclusionNotice } from '../../exclusions/exclusion-notice';
import { ClosedModes } from '../closed-modes';
import { Tags } from '../tags';
import { LogInRefusal } from '../log-in-refusal';
import { PhaseMark } from '../phase-mark';
import { phaseOf } from '../phases';
import { supportDetails } from '../support-details';
import { SupportDetailsButton } from './support-details-button';
import { DeviceDoubts } from './device-doubts';
import { MoveNotice } from './move-notice';
import { AnchorLink } from '../../components/links';

/** The device at a glance: where it stands, what is in the way, what it is. */
export function SummaryPanel({ device }: { device: DeviceDetail }) {
  const { deployment, launchability } = device;
  /** What went wrong on the device is also why it cannot be opened: said once. */
  const ownCause = deployment?.errorCode != null && deployment.errorCode === launchability.code;
  const entry = useCatalogueEntry(deployment?.errorCode);
  return (
    <Stack gap="md">
      <Box>
        <PhaseMark badge phase={phaseOf(device)} label={deployment?.label} />
        {deployment && (
          <Text size="xs" c="dimmed" mt={6}>
            <Trans>Since <RelativeTime at={deployment.since} size="xs" /></Trans>
          </Text>
        )}
      </Box>
      {device.exclusion && <ExclusionNotice exclusion={device.exclusion} />}
      <DeviceDoubts device={device} />
      {device.move && <MoveNotice move={device.move} />}
      {deployment?.errorCode && !ownCause && (
        <Alert
          color="red"
          icon={<IconAlertCircle size={18} />}
          title={`${deployment.errorCode} ${deployment.errorTitle ?? entry?.title ?? ''}`}
        >
          {entry && (
            <Stack gap={6}>
              <Text size="sm">{entry.cause}</Text>
              <Text size="sm">
                <b><Trans>What to do:</Trans></b> {entry.remedy}
              </Text>
            </Stack>
          )}
          <AnchorLink to="/status-catalogue" hash={deployment.errorCode} size="sm">
            <Trans>More in the status catalogue</Trans>
          </AnchorLink>
        </Alert>
      )}
      {launchability.allowed ? (
        <ClosedModes device={device} />
      ) : launchability.code === 'RA-ELG-06' ? null : (
        <Alert
          color={ownCause ? 'red' : 'gray'}
          icon={ownCause ? <IconAlertCircle size={18} /> : <IconLock size={18} />}
          title={t`Log In is disabled: ${launchability.title}`}
        >
          <LogInRefusal verdict={launchability} size="sm" isBesideDevice />
        </Alert>
      )}
      <Facts
        facts={[
          [t`Link`, <OnlineMark online={device.online} />],
          [t`Last seen`, device.online ? null : <RelativeTime at={device.lastSeenAt} />],
          [t`Client`, device.clientName],
          [t`Site`, device.siteName],
          [t`Operating system`, <OsName os={device.os} version={device.osVersion} />],
          [t`Last user`, device.lastUser],
          [t`Endpoint agent`, device.agentVersion],
          [t`Tags`, device.tags.length > 0 ? <Tags tags={device.tags} /> : null],
          [t`Enrolled`, <RelativeTime at={device.enrolledAt} />],
        ]}
      />
      <Divider color="var(--lk-line)" />
      <Group>
        <CopyButton label={t`Copy details for support`} value={supportDetails(device, entry, new Date())} />
        <SupportDetailsButton deviceId={device.id} deviceName={device.name} />
      </Group>
    </Stack>
  );
}
