import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Code, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AuditEntryDetail } from '../api/types';
import { CopyButton } from '../components/copy-button';
import { Facts } from '../components/facts';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { inFull, RelativeTime } from '../components/relative-time';
import { actionInWords } from './action-words';
import { auditEntryQuery } from './audit-query';
import { changesOf, fieldInWords, valueInWords } from './change-words';

interface EntryDrawerProps {
  id: string | undefined;
  onClose: () => void;
}

/** One entry of the log in full, at an address that can be sent to somebody. */
export function EntryDrawer({ id, onClose }: EntryDrawerProps) {
  const query = useQuery({ ...auditEntryQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Drawer opened={id !== undefined} onClose={onClose} position="right" size={560} title={t`Audit entry`}>
      {id && <QueryState query={query}>{(entry) => <Entry entry={entry} />}</QueryState>}
    </Drawer>
  );
}

function Entry({ entry }: { entry: AuditEntryDetail }) {
  const { actorId, actorName, actorKind, deviceId, requestId, subjectKind, subjectName, at } = entry;
  const moment = new Date(at);
  return (
    <Stack gap="lg">
      <Box>
        <Title order={3} style={{ overflowWrap: 'anywhere' }}>
          {actionInWords(entry.action)} {subjectName}
        </Title>
        <Text size="sm" c="dimmed">
          {inFull(moment)}, <RelativeTime at={at} inherit />
        </Text>
      </Box>
      <Facts
        facts={[
          [t`By`, actorKind === 'operator' && actorId ? <AnchorLink to="/audit" search={{ actorId }}>{actorName}</AnchorLink> : actorName],
          [t`Of what`, subjectKind],
          [t`Which`, subjectName],
          [t`Device`, deviceId && <AnchorLink to="/devices" search={{ device: deviceId, tab: 'timeline' }}><Trans>Open the device</Trans></AnchorLink>],
          [t`Action`, <Code>{entry.action}</Code>],
          [t`Request`, requestId && <Code style={{ overflowWrap: 'anywhere' }}>{requestId}</Code>],
          [t`Exact time`, <Code>{moment.toISOString()}</Code>],
        ]}
      />
      <Changes changes={entry.changes} />
      <Seal entry={entry} />
      <Group gap="xs">
        <CopyButton value={window.location.origin + `/audit?entry=${entry.id}`} label={t`Copy link`} />
        <CopyButton value={JSON.stringify(entry, null, 2)} label={t`Copy as JSON`} />
      </Group>
    </Stack>
  );
}

function Changes({ changes }: { changes: Record<string, unknown> }) {
  const all = changesOf(changes);
  if (all.length === 0) return null;
  return (
    <Box>
      <Title order={4} size="sm" mb={4}>
        <Trans>What changed</Trans>
      </Title>
      <Table verticalSpacing={6} withRowBorders layout="fixed" aria-label={t`What changed`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%"><Trans>Field</Trans></Table.Th>
            <Table.Th><Trans>Before</Trans></Table.Th>
            <Table.Th><Trans>After</Trans></Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map(({ field, before, after }) => (
            <Table.Tr key={field} style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
              <Table.Td>{fieldInWords(field)}</Table.Td>
              <Table.Td c="dimmed">{before === undefined ? '–' : valueInWords(before, Infinity)}</Table.Td>
              <Table.Td fw={550}>{valueInWords(after, Infinity)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function Seal({ entry: { seal } }: { entry: AuditEntryDetail }) {
  return (
    <Box>
      <Group gap="xs" mb={4}>
        <Title order={4} size="sm">
          <Trans>Seal</Trans>
        </Title>
        <Badge variant="light" color={seal ? 'teal' : 'gray'} tt="none">
          {seal ? t`Number ${seal.seq} of the chain` : t`Not sealed yet`}
        </Badge>
      </Group>
      {seal && (
        <>
          <Code block fz="xs" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {seal.hash}
          </Code>
          <Text size="xs" c="dimmed" mt={4}>
            {seal.checkpointAt ? t`Covered by the checkpoint that was signed ${inFull(new Date(seal.checkpointAt))}.` : t`No signed checkpoint covers it yet.`}
          </Text>
        </>
      )}
    </Box>
  );
}
