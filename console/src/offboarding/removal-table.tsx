import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Table, Text, Title } from '@mantine/core';
import type { DeviceRemoval, RemovalState } from '../api/types';
import { AnchorLink } from '../components/links';
import { OsName } from '../components/os-name';
import { inFull } from '../components/relative-time';
import classes from './offboarding.module.css';
import { evidenceInWords, REMOVAL_LOOKS } from './removal-words';

interface RemovalTableProps {
  state: RemovalState;
  removals: readonly DeviceRemoval[];
  /** How many rows are shown before somebody asks for all; the printed page has all. */
  most: number;
  onShowAll: () => void;
  onGiveUp?: (removal: DeviceRemoval) => void;
}

/** The devices whose removal stands alike, each with what is known, when, and from whom. */
export function RemovalTable({ state, removals, most, onShowAll, onGiveUp }: RemovalTableProps) {
  const { word, means, icon: StateIcon, colour } = REMOVAL_LOOKS[state];
  if (removals.length === 0) return null;
  return (
    <Box component="section" className={`lk-card ${classes.section}`} aria-label={word}>
      <Group gap={8} px="md" pt="sm">
        <StateIcon size={18} aria-hidden color={`var(--mantine-color-${colour}-6)`} />
        <Title order={2}>
          {word} <span className="lk-figures">({removals.length})</span>
        </Title>
      </Group>
      <Text size="sm" c="dimmed" px="md" pb="xs">
        {means}
      </Text>
      <Table verticalSpacing="xs" horizontalSpacing="md" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th><Trans>Device</Trans></Table.Th>
            <Table.Th><Trans>Since</Trans></Table.Th>
            <Table.Th><Trans>How it stands</Trans></Table.Th>
            <Table.Th><Trans>Evidence</Trans></Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {removals.slice(0, most).map((removal) => (
            <RemovalRow key={removal.deviceId} removal={removal} onGiveUp={onGiveUp} />
          ))}
        </Table.Tbody>
      </Table>
      {removals.length > most && (
        <Button variant="subtle" m="sm" onClick={onShowAll}>
          <Trans>Show all {removals.length}</Trans>
        </Button>
      )}
    </Box>
  );
}

function RemovalRow({ removal, onGiveUp }: { removal: DeviceRemoval; onGiveUp?: (removal: DeviceRemoval) => void }) {
  const { deviceName, os, siteName, since, says, code, evidence } = removal;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {deviceName}
        </Text>
        <Text size="xs" c="dimmed">
          {siteName}
        </Text>
        <OsName os={os} />
      </Table.Td>
      <Table.Td>{inFull(new Date(since))}</Table.Td>
      <Table.Td>
        <Text size="sm">{says}</Text>
        {code && (
          <Box>
            <AnchorLink to="/status-catalogue" hash={code} size="xs" className="lk-code">
              {code}
            </AnchorLink>
          </Box>
        )}
        {onGiveUp && (
          <Button
            size="compact-xs"
            variant="default"
            mt={6}
            className="lk-not-printed"
            aria-label={t`Give up waiting for ${deviceName}`}
            onClick={() => onGiveUp(removal)}
          >
            <Trans>Give up waiting</Trans>
          </Button>
        )}
      </Table.Td>
      <Table.Td>
        <ul className={classes.evidence}>
          {evidence.map(({ what, at, source, detail }) => (
            <li key={`${what} ${at} ${source}`}>
              <b>{evidenceInWords(what)}</b>, {inFull(new Date(at))}
              <span className={classes.source}>
                {source}
                {detail && `: ${detail}`}
              </span>
            </li>
          ))}
        </ul>
      </Table.Td>
    </Table.Tr>
  );
}
