import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Box, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Orphan } from '../../api/types';
import { useRight } from '../../app/me';
import { confirm } from '../../components/confirm';
import { OnlineMark } from '../../components/online-mark';
import { RelativeTime } from '../../components/relative-time';
import { orphansQuery, useSettleOrphan } from './stranger-queries';
import { StrangersSection } from './strangers-section';

/** Records at providers that belong to no device. */
export function Orphans() {
  return (
    <StrangersSection
      title={t`Agents without a device record`}
      lead={t`A provider knows them, and no device shows that it is theirs. They can never be opened from here.`}
      none={t`Every record at every provider belongs to a device.`}
      query={useQuery(orphansQuery())}
    >
      {(orphan) => <OrphanCard key={orphan.id} orphan={orphan} />}
    </StrangersSection>
  );
}

function OrphanCard({ orphan }: { orphan: Orphan }) {
  const maySettle = useRight('devices.repair');
  const settle = useSettleOrphan();
  const { likelyDeviceId: deviceId } = orphan;
  return (
    <Box className="lk-card" p="md">
      <Group justify="space-between" gap="xs">
        <Box miw={0}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {orphan.name}
          </Text>
          <Text size="xs" c="dimmed">
            {orphan.providerInstanceName}
            {orphan.siteName ? ` · ${orphan.clientName} · ${orphan.siteName}` : t` · in no group of a site`}
          </Text>
        </Box>
        {orphan.connected ? (
          <OnlineMark online />
        ) : (
          <Text size="sm" c="dimmed">
            <Trans>Last seen: <RelativeTime at={orphan.lastSeenAt} /></Trans>
          </Text>
        )}
      </Group>
      {maySettle && (
        <Group mt="sm">
          {deviceId && (
            <Button
              size="xs"
              variant="default"
              loading={settle.isPending}
              onClick={() => settle.mutate({ orphan, deviceId })}
            >
              <Trans>It is the device of this name</Trans>
            </Button>
          )}
          <Button
            size="xs"
            variant="light"
            color="red"
            loading={settle.isPending}
            onClick={() =>
              confirm({
                title: t`Remove the record of ${orphan.name}?`,
                confirm: t`Remove the record`,
                children: t`The provider forgets it. A remote agent that still runs somewhere may come back with a new record.`,
                onConfirm: () => settle.mutate({ orphan }),
              })
            }
          >
            <Trans>Remove the record</Trans>
          </Button>
        </Group>
      )}
    </Box>
  );
}
