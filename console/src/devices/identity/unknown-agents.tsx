import { t } from '@lingui/core/macro';
import { Select as Choice, Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Group, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UnknownRemoteAgent } from '../../api/types';
import { useRight } from '../../app/me';
import { AnchorLink } from '../../components/links';
import { RelativeTime } from '../../components/relative-time';
import { unknownAgentsQuery, useSettleUnknownAgent } from './stranger-queries';
import { StrangersSection } from './strangers-section';

/** Remote agents on devices that nobody deployed; each is a door that somebody else may hold the key to. */
export function UnknownAgents() {
  return (
    <StrangersSection
      title={t`Unknown remote agents`}
      lead={t`Found on devices, and not deployed by Latchkey. Find out who put them there; approve those that may stay.`}
      none={t`None was found.`}
      query={useQuery(unknownAgentsQuery())}
    >
      {(agent) => <UnknownAgent key={agent.id} agent={agent} />}
    </StrangersSection>
  );
}

function UnknownAgent({ agent }: { agent: UnknownRemoteAgent }) {
  return (
    <Box className="lk-card" p="md">
      <Group justify="space-between" gap="xs">
        <Box miw={0}>
          <AnchorLink to="/devices" search={{ device: agent.deviceId }}>
            {agent.deviceName}
          </AnchorLink>
          <Text size="xs" c="dimmed">
            {agent.clientName} · {agent.siteName}
          </Text>
        </Box>
        {agent.approvedBy ? (
          <Badge variant="light" color="teal">
            <Trans>Approved</Trans>
          </Badge>
        ) : (
          <AnchorLink to="/status-catalogue" hash={agent.code} size="sm" className="lk-code">
            {agent.code}
          </AnchorLink>
        )}
      </Group>
      <Text size="sm" mt="xs" style={{ overflowWrap: 'anywhere' }}>
        <Trans>{agent.provider}, <Choice value={agent.running ? 'yes' : 'no'} _yes="running" other="not running" />, at <code>{agent.place}</code>, first seen{' '}
        <RelativeTime at={agent.firstSeenAt} /></Trans>
      </Text>
      {agent.code === 'RA-AGT-12' && (
        <Text size="sm" c="dimmed">
          <Trans>Installed by hand for this engine. Assign a package to its site: the installation takes it over, with its identity.</Trans>
        </Text>
      )}
      {agent.approvedBy && (
        <Text size="sm" c="dimmed">
          <Trans>Approved by {agent.approvedBy}: {agent.approvedReason}</Trans>
        </Text>
      )}
      <Removal agent={agent} />
      <Settlement agent={agent} />
    </Box>
  );
}

function Removal({ agent: { removal } }: { agent: UnknownRemoteAgent }) {
  if (!removal) return null;
  return (
    <Text size="sm" c={removal.failure ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
      <Trans>{removal.askedBy} asked to remove it <RelativeTime at={removal.askedAt} />.{' '}
      {removal.failure ?? t`The device has not answered yet.`}</Trans>
    </Text>
  );
}

function Settlement({ agent: { id, approvedBy } }: { agent: UnknownRemoteAgent }) {
  const maySettle = useRight('devices.repair');
  const settle = useSettleUnknownAgent();
  const [reason, setReason] = useState('');
  if (!maySettle) return null;
  const unsaid = reason.trim().length < 3;
  const say = (verdict: 'approve' | 'remove') => settle.mutate({ id, reason: reason.trim(), verdict });
  return (
    <Group mt="sm" align="end">
      <TextInput
        label={approvedBy ? t`Why it has to go` : t`Why it may stay, or has to go`}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
        style={{ flex: 1 }}
      />
      {!approvedBy && (
        <Button variant="default" loading={settle.isPending} disabled={unsaid} onClick={() => say('approve')}>
          <Trans>Approve</Trans>
        </Button>
      )}
      <Button variant="default" c={unsaid ? undefined : 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))'} loading={settle.isPending} disabled={unsaid} onClick={() => say('remove')}>
        <Trans>Remove</Trans>
      </Button>
    </Group>
  );
}
