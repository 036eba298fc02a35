import { Alert, Box, Divider, Stack, Text } from '@mantine/core';
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
import { Tags } from '../computers-table';
import { LogInRefusal } from '../log-in-refusal';
import { PhaseMark } from '../phase-mark';
import { phaseOf } from '../phases';
import { supportDetails } from '../support-details';
import { DeviceDoubts } from './device-doubts';
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
            Since <RelativeTime at={deployment.since} size="xs" />
          </Text>
        )}
      </Box>
      {device.exclusion && <ExclusionNotice exclusion={device.exclusion} />}
      <DeviceDoubts device={device} />
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
                <b>What to do:</b> {entry.remedy}
              </Text>
            </Stack>
          )}
          <AnchorLink to="/status-catalogue" hash={deployment.errorCode} size="sm">
            More in the status catalogue
          </AnchorLink>
        </Alert>
      )}
      {launchability.allowed ? (
        <ClosedModes device={device} />
      ) : launchability.code === 'RA-ELG-06' ? null : (
        <Alert
          color={ownCause ? 'red' : 'gray'}
          icon={ownCause ? <IconAlertCircle size={18} /> : <IconLock size={18} />}
          title={`Log In is disabled: ${launchability.title}`}
        >
          <LogInRefusal verdict={launchability} size="sm" isBesideDevice />
        </Alert>
      )}
      <Facts
        facts={[
          ['Link', <OnlineMark online={device.online} />],
          ['Last seen', device.online ? null : <RelativeTime at={device.lastSeenAt} />],
          ['Client', device.clientName],
          ['Site', device.siteName],
          ['Operating system', <OsName os={device.os} version={device.osVersion} />],
          ['Last user', device.lastUser],
          ['Endpoint agent', device.agentVersion],
          ['Tags', device.tags.length > 0 ? <Tags tags={device.tags} /> : null],
          ['Enrolled', <RelativeTime at={device.enrolledAt} />],
        ]}
      />
      <Divider color="var(--lk-line)" />
      <Box>
        <CopyButton label="Copy details for support" value={supportDetails(device, entry, new Date())} />
      </Box>
    </Stack>
  );
}
